import Formats
import Receivables
import Testing

@testable import Web

@Suite struct SchemaTests {
    private static let schema = Schema.request(
        ["amount": .amount, "date": .day],
        optional: ["note": .text(1...5), "ids": .list(.number, max: 2), "at": .instant, "is": .flag])

    private func problem(_ text: String) -> Problem? {
        guard let value = JSONValue(parsing: text) else { return Problem(.bodyUnreadable) }
        do throws(Problem) {
            try SchemaTests.schema.check(value, "body")
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        #"{"amount":"1","date":"2026-01-31"}"#, #"{"amount":"1250000.00","date":"2026-01-31","note":null}"#,
        #"{"amount":"0.5","date":"2026-01-31","note":"höö","ids":[1,2],"at":"2026-01-31T10:00:00+07:00","is":true}"#,
    ]) func whatIsAsDescribedIsTaken(_ text: String) { #expect(problem(text) == nil) }

    @Test(arguments: [
        (#"{"date":"2026-01-31"}"#, "field-missing", "amount"),
        (#"{"amount":"1","date":"2026-01-31","more":1}"#, "field-unknown", "more"),
        (#"{"amount":1,"date":"2026-01-31"}"#, "field-invalid", "amount"),
        (#"{"amount":"1.234","date":"2026-01-31"}"#, "field-invalid", "amount"),
        (#"{"amount":"1.","date":"2026-01-31"}"#, "field-invalid", "amount"),
        (#"{"amount":"-1","date":"2026-01-31"}"#, "field-invalid", "amount"),
        (#"{"amount":"","date":"2026-01-31"}"#, "field-invalid", "amount"),
        (#"{"amount":"1","date":"2026-02-31"}"#, "field-invalid", "date"),
        (#"{"amount":"1","date":"2026-01-31","note":""}"#, "field-invalid", "note"),
        (#"{"amount":"1","date":"2026-01-31","note":"123456"}"#, "field-invalid", "note"),
        (#"{"amount":"1","date":"2026-01-31","note":"a\u0000"}"#, "field-invalid", "note"),
        (#"{"amount":"1","date":"2026-01-31","ids":[1,2,3]}"#, "field-invalid", "ids"),
        (#"{"amount":"1","date":"2026-01-31","ids":[1,"2"]}"#, "field-invalid", "ids[1]"),
        (#"{"amount":"1","date":"2026-01-31","at":"2026-01-31 10:00"}"#, "field-invalid", "at"),
        (#"{"amount":"1","date":"2026-01-31","is":"true"}"#, "field-invalid", "is"),
        ("[]", "field-invalid", "body"), ("null", "field-invalid", "body"),
        (#"{"amount":"1","date":"2026-01-31","ids":[1.5]}"#, "body-unreadable", nil),
    ]) func whatIsNotIsRefusedByName(_ text: String, _ code: String, _ field: String?) {
        let problem = problem(text)
        #expect(problem?.code.rawValue == code)
        if let field { #expect(problem?.facts.first == Fact("field", field)) }
    }

    @Test func textOfAQueryIsRead() throws {
        #expect(try Schema.number.read("17", "id") == 17)
        #expect(try Schema.flag.read("true", "is") == true)
        for bad in ["", "+1", "-1", "0", " 1", "1 ", "99999999999999999999", "1e3", "٣"] {
            #expect(throws: Problem.self, "\(bad)") { try Schema.number.read(bad, "id") }
        }
        #expect(throws: Problem.self) { try Schema.flag.read("1", "is") }
        #expect(throws: Problem.self) { try Schema.name.read("a\0", "name") }
    }
}
