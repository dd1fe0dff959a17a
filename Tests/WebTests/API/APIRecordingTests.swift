import Desk
import Formats
import HTTPTypes
import Receivables
import Testing

@testable import Web

@Suite struct APIRecordingTests {
    private func fields(_ key: String) -> HTTPFields {
        var fields = HTTPFields()
        fields[.idempotencyKey] = key
        return fields
    }

    /// Each with the debtor's number and what is recorded.
    private static let recordings: [(path: String, body: JSONValue, other: JSONValue)] = [
        ("contacts", ["channel": "call", "result": "reached", "note": "a"], ["channel": "sms"]),
        ("promises", ["amount": "1000.50", "date": "2026-03-05"], ["amount": "2000", "date": "2026-03-05"]),
        ("holds", ["reason": "dispute"], ["reason": "hardship"]),
        ("notes", ["text": "satu"], ["text": "dua"]),
    ]

    @Test func whatIsSentTwiceIsDoneOnce() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        let id = try book.id("D-1")
        try await book.serve { client async throws in
            for (path, body, other) in APIRecordingTests.recordings {
                let address = "/debtors/\(id)/\(path)"
                let first = try await client.ask(.post, address, key: key, body, fields: fields(path))
                #expect(first.status == 201, "\(first.text)")
                let entry = try book.desk.latestEntry()
                let again = try await client.ask(.post, address, key: key, body, fields: fields(path))
                #expect(again.status == 201)
                #expect(again.document == first.document)
                #expect(try book.desk.latestEntry() == entry)
                let reused = try await client.ask(.post, address, key: key, other, fields: fields(path))
                #expect(reused.status == 409)
                #expect(reused.code == "key-reused")
                let without = try await client.ask(.post, address, key: key, body)
                #expect(without.status == 201)
                #expect(try book.desk.latestEntry() == entry + 1)
            }
        }
    }

    @Test func keysHaveLimits() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        let path = "/debtors/\(try book.id("D-1"))/notes"
        try await book.serve { client async throws in
            for bad in ["", "a b", String(repeating: "x", count: 201)] {
                let answer = try await client.ask(.post, path, key: key, ["text": "x"], fields: fields(bad))
                #expect(answer.status == 400, "\(bad)")
                #expect(answer.code == "field-invalid")
            }
            let longest = fields(String(repeating: "x", count: 200))
            #expect(try await client.ask(.post, path, key: key, ["text": "x"], fields: longest).status == 201)
        }
    }

    @Test func whatIsRecordedStandsInTheDebtor() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        let id = try book.id("D-1")
        try await book.serve { client async throws in
            for (path, body, _) in APIRecordingTests.recordings {
                _ = try await client.ask(.post, "/debtors/\(id)/\(path)", key: key, body)
            }
            let debtor = try await client.ask(.get, "/debtors/\(id)", key: key).document
            #expect(debtor["notes"]?.array?.first?["text"] == "satu")
            #expect(debtor["promises"]?.array?.first?["amount"] == "1000.50")
            #expect(debtor["contacts"]?.array?.first?["result"] == "reached")
            let hold = try #require(debtor["holds"]?.array?.first?["id"]?.integer)
            #expect(try await client.ask(.post, "/holds/\(hold)/end", key: key, .object([])).status == 200)
            #expect(try await client.ask(.post, "/holds/999999/end", key: key, .object([])).status == 404)
        }
    }

    /// Who writes on an old page is told, and nothing is recorded.
    @Test func anOldPageIsRefused() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        let id = try book.id("D-1")
        try await book.serve { client async throws in
            let entry = try await client.ask(.get, "/debtors/\(id)", key: key).document["entry"] ?? .null
            _ = try book.desk.record(note: "meanwhile", try book.desk.subject(.id(id)))
            let body: JSONValue = ["text": "x", "basedOn": entry]
            let answer = try await client.ask(.post, "/debtors/\(id)/notes", key: key, body)
            #expect(answer.status == 409)
            #expect(answer.code == "changed-meanwhile")
        }
    }

    @Test func moneyGoesInAndBack() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        try await book.serve { client async throws in
            let body: JSONValue = ["account": "A-1", "amount": "250000.25", "reference": "P-1"]
            let paid = try await client.ask(.post, "/payments", key: key, body, fields: fields("pay"))
            #expect(paid.status == 201, "\(paid.text)")
            #expect(paid.document["amount"] == "250000.25")
            #expect(paid.document["allocated"] == "250000.25")
            let account = try await client.ask(.get, "/accounts/A-1", key: key).document
            #expect(account["account"]?["open"] == "749999.75")
            let id = try #require(paid.document["payment"]?.integer)
            let back = try await client.ask(.post, "/payments/\(id)/reverse", key: key, ["account": "A-1"])
            #expect(back.status == 200, "\(back.text)")
            #expect(back.document["returned"] == "250000.25")
            let twice = try await client.ask(.post, "/payments/\(id)/reverse", key: key, ["account": "A-1"])
            #expect(twice.code == "payment-returned")
        }
    }

    @Test func whatIsWrongIsNamedAndNothingIsDone() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        let notes = "/debtors/\(try book.id("D-1"))/notes"
        let before = try book.desk.latestEntry()
        try await book.serve { client async throws in
            let long = String(repeating: "x", count: 4001)
            let deep = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
            let bodies: [(String, Int, String)] = [
                (#"{"text":1}"#, 400, "field-invalid"), (#"{"txt":"x"}"#, 400, "field-unknown"),
                ("{}", 400, "field-missing"), (#"{"text":"\#(long)"}"#, 400, "field-invalid"),
                ("{", 400, "body-unreadable"), (deep, 400, "body-unreadable"), ("", 400, "body-unreadable"),
                (#"{"text":"x","text2":{"a":[1,2]}}"#, 400, "field-unknown"),
            ]
            for (raw, status, code) in bodies {
                var headers = HTTPFields()
                headers[.contentType] = "application/json"
                let answer = try await client.ask(.post, notes, key: key, raw: raw, fields: headers)
                #expect(answer.status == status, "\(raw.prefix(40))")
                #expect(answer.code == code, "\(raw.prefix(40))")
            }
            let form = try await client.ask(.post, notes, key: key, raw: "text=x")
            #expect(form.code == "body-unreadable")
            for query in ["?from=x", "?limit=0", "?limit=1001", "?limit=1&limit=2", "?limit=%", "?after=x"] {
                let answer = try await client.ask(.get, "/imports" + query, key: key)
                #expect(answer.status == 400, "\(query)")
            }
            let unknown = try await client.ask(.get, "/imports?from=x", key: key)
            #expect(unknown.document["title"]?.string?.contains("from") == true)
            for path in ["/debtors/x", "/debtors/0", "/debtors/99999999999999999999", "/debtors/%00"] {
                #expect([400, 404].contains(try await client.ask(.get, path, key: key).status), "\(path)")
            }
        }
        #expect(try book.desk.latestEntry() == before)
    }

    /// The shape that the document promises, for whatever goes wrong.
    @Test func problemsHaveOneShape() async throws {
        let book = try APIBook()
        let key = try book.wholeKey()
        try await book.serve { client async throws in
            for path in ["/debtors/999999", "/imports/17", "/nothing", "/worklist?date=2020-01-01", "/debtors/x"] {
                let answer = try await client.ask(.get, path, key: key)
                #expect(answer.headers[.contentType] == "application/problem+json")
                #expect(answer.document["status"]?.integer == Int64(answer.status), "\(path)")
                let code = try #require(answer.code)
                #expect(ProblemCode(rawValue: code) != nil)
                #expect(answer.document["type"]?.string == "urn:lunas:problem:" + code)
                for name in ["title", "detail"] { #expect(answer.document[name]?.string?.isEmpty == false) }
            }
        }
    }
}
