import Foundation
import Support
import Testing

/// Addresses and servers with which nothing can be done: what is told, and that no password is among it.
@Suite(.onServers) struct RefusalStories {
    /// HERE: host and port of the server. The password is always s4ndi or a part of it.
    private static let addresses = """
        | address                                                   | status | code                 | told |
        | postgres://postgres:s4ndi@HERE/postgres?sslmod=require    | 78     | database-url         | sslmod |
        | postgres://postgres:s4ndi@HERE/postgres?sslmode=perhaps   | 78     | database-url         | perhaps |
        | postgres://postgres:s4ndi@127.0.0.1:none/postgres         | 78     | database-url         | port |
        | postgres://postgres:s4ndi%zz@HERE/postgres                | 78     | database-url         | percent |
        | postgres://postgres:x/s4ndi@HERE/postgres                 | 78     | database-url         | %2F |
        | postgres://postgres:x@s4ndi@HERE/postgres                 | 78     | database-url         | %40 |
        | postgres://postgres:s4ndi?s4ndi=1@HERE/missing            | 69     | database-missing     | createdb |
        | postgres://postgres@HERE/postgres?password=s4ndi&sslmod=1 | 78     | database-url         | sslmod |
        | postgres://postgres:s4ndi@nowhere.invalid/postgres        | 69     | database-unavailable | nowhere.invalid |
        | postgres://postgres:s4ndi@127.0.0.1:1/postgres            | 69     | database-unavailable | 127.0.0.1:1 |
        | postgres://guarded:s4ndi@HERE/postgres                    | 77     | database-refused     | guarded |
        | postgres://guarded@HERE/postgres?password=s4ndi           | 77     | database-refused     | guarded |
        | postgres://guarded@HERE/postgres                          | 77     | database-refused     | no password |
        | postgres://nobody:s4ndi@HERE/postgres                     | 77     | database-refused     | nobody |
        | postgres://postgres:s4ndi@HERE/missing                    | 69     | database-missing     | UTF8 missing |
        | postgres://postgres:s4ndi@HERE/postgres?options=-csearch_path%3Dno | 69 | database-missing | SCHEMA no |
        """

    @Test func addressesThatLeadNowhere() throws {
        let book = try Book(initialised: false)
        let here = try #require(book.database.split(separator: "@").last).prefix { $0 != "/" }
        for row in Table(RefusalStories.addresses).records {
            let address = (row["address"] ?? "").replacingOccurrences(of: "HERE", with: here)
            let status = try #require(Int32(row["status"] ?? ""))
            let (code, told) = (row["code"] ?? "", row["told"] ?? "")
            for language in ["en", "id"] {
                let words = ["ageing", "--language", language, "--database", address]
                let error = try book.fails(words, status, code)
                let (message, remedy) = (error["message"].text ?? "", error["remedy"].text ?? "")
                #expect((message + remedy).contains(told), "\(address): \(message) \(remedy)")
                #expect(message.contains("\"postgres://") && !remedy.isEmpty, "\(address): \(message)")
                #expect(!(message + remedy).contains("\t") && !message.contains("?."), "\(address): \(message)")
                #expect(!error.shown.contains("s4ndi"), "\(address): \(error.shown)")
                #expect(!(try book.program.run(words).err.contains("s4ndi")), "\(address)")
            }
            let examined = try book.program.run("doctor", "--json", "--database", address)
            #expect(examined.status == status && !examined.out.contains("s4ndi"), "\(address): \(examined.out)")
            #expect(try JSON(parsing: examined.out)["findings.0.code"].text == code, "\(address)")
            // What waiting does not mend ends a worker; for the rest it waits, and ends well when it is asked to.
            let worker = try book.program.start(["worker", "--database", address])
            let isWaitedFor = code == "database-unavailable"
            #expect(Patience.wait(isWaitedFor ? 1.5 : 20) { !worker.isRunning } != isWaitedFor, "\(address)")
            if worker.isRunning { worker.terminate() }
            worker.waitUntilExit()
        }
    }

    /// A user who may see less than he needs.
    @Test func missingRights() throws {
        let book = try SmallBook.make()
        let books = book.database
        book.database = PostgresBooks.address(books, as: "guarded:rahasia")
        let hidden = try book.fails("ageing --language en", 77, "database-refused")
        #expect(hidden["message"].text?.contains("permission denied for schema book_") == true)
        let rows = try Rows(books)
        let schema = PostgresBooks.schema(of: books)
        try rows.run("GRANT USAGE ON SCHEMA \(schema) TO guarded")
        let closed = try book.fails("ageing --language en", 77, "database-refused")
        #expect(closed["message"].text?.contains("permission denied for table") == true, "\(closed.shown)")
        try rows.run("GRANT SELECT ON ALL TABLES IN SCHEMA \(schema) TO guarded")
        #expect(try book.sums("2026-03-10") == "285000.50 210000.50", "who may read gets answers")
        for command in ["record note --debtor C1 --text hello", "run", "import receivables receivables.csv", "init"] {
            let error = try book.fails(command + " --language en", 77, "database-read-only")
            #expect(error["message"].text?.contains("permission denied") == true, "\(command): \(error.shown)")
            #expect(!error.shown.contains("rahasia"))
        }
        let examined = try book.program.run("doctor", "--json")
        #expect(examined.status != 0 && examined.out.contains("database-read-only"), "\(examined.out)")
        #expect(!examined.out.contains("rahasia"))
    }

    @Test func aDatabaseThatMayOnlyBeRead() throws {
        let book = try SmallBook.make()
        book.database += "%20-cdefault_transaction_read_only%3Don"
        #expect(try book.sums("2026-03-10") == "285000.50 210000.50")
        for command in ["record note --debtor C1 --text hello", "run", "import receivables receivables.csv", "worker"] {
            let error = try book.fails(command + " --language en", 77, "database-read-only")
            #expect(error["message"].text?.contains("read-only transaction") == true, "\(command): \(error.shown)")
            #expect(error["remedy"].text?.contains("server") == true)
        }
        let examined = try book.program.run("doctor", "--json")
        #expect(examined.status != 0 && examined.out.contains("database-read-only"), "\(examined.out)")
    }

    @Test func aDatabaseOfAnotherEncoding() throws {
        let book = try Book(initialised: false)
        let server = try #require(PostgresBooks.server)
        let name = "ascii_" + PostgresBooks.schema(of: book.database)
        try Rows(server).run(
            """
            CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'
            """)
        book.scratch.atEnd { try? Rows(server).run("DROP DATABASE \(name)") }
        let place = server.split(separator: "@").last?.prefix { $0 != "/" } ?? ""
        for command in ["init", "ageing", "worker"] {
            let error = try book.fails(
                [command, "--language", "en", "--database", "postgres://postgres@\(place)/\(name)"], 69,
                "database-unreadable")
            #expect(error["message"].text?.contains("SQL_ASCII") == true)
            #expect(error["remedy"].text?.contains("UTF8") == true)
        }
        #expect(try Rows("postgres://postgres@\(place)/\(name)").tables().isEmpty)
    }
}
