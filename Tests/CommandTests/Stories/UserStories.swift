import Foundation
import Support
import Testing

/// People who sign in, and keys of integrations, by command.
@Suite struct UserStories {
    static let userShape = """
        {login: text, name: text, roles: [text], language: text, collector: text?, portfolios: any, branches: any,
         active: bool, mustChangePassword: bool, secondFactor: bool, createdAt: instant}
        """

    static let keyShape = """
        {key: int, name: text, permissions: [text], portfolios: any, createdAt: instant, createdBy: text,
         usedAt: instant?, revokedAt: instant?}
        """

    @Test func theFirstAdministratorAndTheOthers() throws {
        let book = try Book()
        #expect(try book.json("users list")["users"].list.isEmpty)
        #expect(try book.done("users").contains("users add"))
        let words = ["users", "add", "Gita", "--roles", "admin", "--name", "Gita Anggraini", "--password", "stdin"]
        let gita = try book.json(words, input: "tiga ekor kambing hitam\n")
        #expect(Shape("{user: \(UserStories.userShape), password: text?}").misfits(gita) == [])
        #expect(gita["user.login"] == "gita" && gita["password"] == .null)
        #expect(gita["user.mustChangePassword"] == false)
        try book.json("collector set Sari")
        try book.json("portfolio set Motor")
        let sari = try book.json(
            "users add sari --roles collector,clerk --collector Sari --portfolios Motor --branches Bogor,Depok")
        #expect(sari["user.collector"] == "Sari" && sari["user.mustChangePassword"] == true)
        #expect(sari["user.roles"].list.compactMap(\.text) == ["collector", "clerk"])
        #expect(sari["user.branches"].list.compactMap(\.text) == ["Bogor", "Depok"])
        let first = try #require(sari["password"].text)
        #expect(first.count == 23)
        let changed = try book.json("users set sari --roles supervisor --branches all --speaks en")
        #expect(Shape("{user: \(UserStories.userShape)}").misfits(changed) == [])
        #expect(changed["user.branches"] == .null && changed["user.language"] == "en")
        let reset = try book.json("users reset sari --without-code")
        #expect(reset["password"].text != first && reset["password"].text != nil)
        #expect(try book.json("users disable sari")["user.active"] == false)
        let list = try book.json("users list")
        #expect(Shape("{users: [\(UserStories.userShape)]}").misfits(list) == [])
        #expect(list["users"].list.compactMap { $0["login"].text } == ["gita", "sari"])
        #expect(try book.done("users list --language en").contains("supervisor"))
        #expect(try book.done("users reset sari --language en").contains("shown this once"))
        try book.verify()
    }

    @Test func whatIsWrongIsSaid() throws {
        let book = try Book()
        try book.json("users add gita --roles admin")
        try book.fails("users add gita --roles admin", 65, "login-taken")
        try book.fails("users add 'dua kata' --roles clerk", 65, "login-invalid")
        try book.fails("users add budi", 65, "roles-none")
        try book.fails("users add budi --roles boss", 64, "option-value")
        try book.fails("users add budi --roles clerk --speaks fr", 64, "option-value")
        try book.fails("users add budi --roles clerk --collector Nobody", 65, "collector-unknown")
        try book.fails("users add budi --roles clerk --portfolios Nothing", 65, "portfolio-unknown")
        try book.fails("users add budi --roles clerk --password stdin", 65, "password-weak", input: "pendek\n")
        try book.fails("users add budi --roles clerk --password stdin", 64, "usage", input: "")
        try book.fails("users add budi --roles clerk --password ask", 64, "option-value", input: "x\n")
        try book.fails("users add budi --roles clerk --password secret", 64, "usage")
        try book.fails("users set budi --roles clerk", 65, "user-unknown")
        try book.fails("users disable gita", 65, "last-admin")
        #expect(try book.json("users list")["users"].list.count == 1)
    }

    @Test func keysOfIntegrations() throws {
        let book = try Book()
        let made = try book.json("keys add gudang --permissions see-portfolio,export")
        #expect(Shape("{key: text, record: \(UserStories.keyShape)}").misfits(made) == [])
        let key = try #require(made["key"].text)
        #expect(key.hasPrefix("lk_"))
        try book.fails("keys add gudang --permissions export", 65, "api-key-name-taken")
        try book.fails("keys add lain --permissions manage-users", 77, "not-permitted")
        try book.fails("keys add lain --permissions everything", 64, "option-value")
        try book.fails("keys revoke lain", 65, "api-key-unknown")
        let list = try book.json("keys list")
        #expect(Shape("{keys: [\(UserStories.keyShape)]}").misfits(list) == [])
        #expect(!list.shown.contains(key))
        #expect(try book.done("keys list").contains("gudang"))
        #expect(try book.json("keys revoke gudang")["record.revokedAt"] != .null)
    }

    /// At a terminal the password is asked twice and never shown.
    @Test func aPasswordIsAskedForUnseen() throws {
        let book = try Book()
        let same = try Typing(book).run(["tiga ekor kambing hitam", "tiga ekor kambing hitam"])
        #expect(same.status == 0 && same.out.contains("budi"), "\(same)")
        #expect(!same.echo.contains("kambing") && !same.out.contains("kambing"), "\(same)")
        #expect(try book.json("users list")["users.0.mustChangePassword"] == false)
        let other = try Book()
        let differing = try Typing(other).run(["tiga ekor kambing hitam", "tiga ekor kambing putih"])
        #expect(differing.status == 65, "\(differing)")
        #expect(try other.json("users list")["users"].list.isEmpty)
    }
}

/// Somebody who types at a terminal.
private struct Typing {
    let program: Program

    init(_ book: Book) { program = book.program }

    /// Types each line when it is asked for; gives what the terminal showed of it besides.
    func run(_ lines: [String]) throws -> (status: Int32, out: String, echo: String) {
        let keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        defer { close(keyboard) }
        // What TIOCSPTLCK and TIOCGPTN stand for, which Swift does not see: unlock, and tell the number.
        var (locked, number) = (Int32(0), Int32(0))
        try #require(ioctl(keyboard, 0x4004_5431, &locked) == 0 && ioctl(keyboard, 0x8004_5430, &number) == 0)
        let terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        try #require(terminal >= 0)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program.path)
        process.arguments = ["users", "add", "budi", "--roles", "clerk", "--password", "ask", "--language", "en"]
        process.environment = program.environment
        process.currentDirectoryURL = URL(fileURLWithPath: program.folder)
        let (out, prompts) = (Pipe(), Pipe())
        process.standardInput = FileHandle(fileDescriptor: terminal, closeOnDealloc: true)
        process.standardOutput = out
        process.standardError = prompts
        try process.run()
        for line in lines {
            var asked = ""
            while !asked.contains(":") {
                let more = prompts.fileHandleForReading.availableData
                if more.isEmpty { break }
                asked += String(decoding: more, as: UTF8.self)
            }
            let bytes = Array((line + "\n").utf8)
            try #require(write(keyboard, bytes, bytes.count) == bytes.count)
        }
        let said = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        _ = fcntl(keyboard, F_SETFL, O_NONBLOCK)
        var echo = [UInt8](repeating: 0, count: 4096)
        let count = max(0, read(keyboard, &echo, echo.count))
        return (process.terminationStatus, said, String(decoding: echo.prefix(count), as: UTF8.self))
    }
}
