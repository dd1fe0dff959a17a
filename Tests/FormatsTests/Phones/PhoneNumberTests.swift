import Formats
import Foundation
import Receivables
import Support
import Testing

@Suite struct PhoneNumberTests {
    /// Input, answer of libphonenumber 9.0.43 for region ID ("-": it does not parse), kind ("-": not valid).
    private static let table = Table("""
        | written                | e164            | kind            |
        | 08123456789            | +628123456789   | mobile          |
        | 0812-3456-7890         | +6281234567890  | mobile          |
        | 812 3456 7890          | +6281234567890  | mobile          |
        | 628123456789           | +628123456789   | mobile          |
        | +62 812-3456-789       | +628123456789   | mobile          |
        | (+62) 812 3456 789     | +628123456789   | mobile          |
        | +62 0812-3456-789      | +628123456789   | mobile          |
        | +62 (0)812 3456 789    | +628123456789   | mobile          |
        | 6208123456789          | +628123456789   | mobile          |
        | 0 8123456789           | +628123456789   | mobile          |
        | 08 1 2 3 4 5 6 7 8 9   | +628123456789   | mobile          |
        | WA 0812 3456 789       | +628123456789   | mobile          |
        | ０８１２３４５６７８９ | +628123456789   | mobile          |
        | 62812345678            | +6262812345678  | fixedLine       |
        | 021-5551234            | +62215551234    | fixedLine       |
        | (021) 555 1234         | +62215551234    | fixedLine       |
        | 021 5551234 ext 12     | +62215551234    | fixedLine       |
        | 0274 512345            | +62274512345    | fixedLine       |
        | 62215551234            | +6262215551234  | fixedLine       |
        | 1500123                | +621500123      | universalAccess |
        | 0807 1 234567          | +628071234567   | universalAccess |
        | 0800 1 234567          | +628001234567   | tollFree        |
        | 0001 8 03 02 8516 3    | +620018030285163 | tollFree       |
        | 031513                 | +62031513       | -               |
        | 0809 1234567           | +628091234567   | premiumRate     |
        | 0804 123 4567          | +628041234567   | sharedCost      |
        | +1 650 253 0000        | +16502530000    | foreign         |
        | 0812345678901234       | +62812345678901234 | -            |
        | 0628123456789          | +62628123456789 | -               |
        | +62628123456789        | +62628123456789 | -               |
        | 0812/3456              | +628123456      | -               |
        | 110                    | +62110          | -               |
        | 08123                  | +6208123        | -               |
        | +6281                  | +6281           | -               |
        """)

    @Test("the answers of libphonenumber")
    func libphonenumber() {
        #expect(Self.table.rows.count == 34)
        for row in Self.table.records {
            let number = PhoneNumber(row["written"] ?? "")
            #expect(number?.e164 == row["e164"], "\(row)")
            #expect(number?.kind?.rawValue ?? "-" == row["kind"], "\(row)")
            #expect(number?.isValid == (row["kind"] != "-"), "\(row)")
        }
    }

    @Test("two typing habits that libphonenumber does not know")
    func habits() {
        #expect(PhoneNumber("00628123456789")?.e164 == "+628123456789")
        #expect(PhoneNumber("0062 812 3456 789")?.kind == .mobile)
        #expect(PhoneNumber("001 650 253 0000")?.e164 == "+16502530000")
        // Toll-free numbers that really start so.
        #expect(
            PhoneNumber("001 803 0123 4567")?.kind == .tollFree && PhoneNumber("007 803 123 4567")?.kind == .tollFree
        )
    }

    @Test("what a spreadsheet made of a number is not dialled")
    func spreadsheets() {
        for text in ["8.12346E+11", "6.28123E+12", "#####", "abc", "", "-", "0", "+"] {
            #expect(PhoneNumber(text)?.isValid != true, "\(text)")
        }
        #expect(PhoneNumber("abc") == nil && PhoneNumber("") == nil && PhoneNumber("0") == nil)
    }

    @Test("text and bytes give the same")
    func bytes() {
        for text in ["0812 3456 7890", "+62-21-5551234", "x", "０８１２３４５６７８９"] {
            #expect(withBytes(text) { PhoneNumber($0) } == PhoneNumber(text))
        }
    }

    @Test("several numbers in one field, with remarks")
    func lists() {
        let list = WrittenPhone.list("0812-3456-7890 (istri) / 021 5551234, 0813 1111 2222 atau (0274) 512345; kantor")
        #expect(
            list.map { $0.number?.e164 } == ["+6281234567890", "+62215551234", "+6281311112222", "+62274512345", nil]
        )
        #expect(list.map(\.remark) == ["istri", nil, nil, nil, nil])
        #expect(
            list.map(\.written)
                == ["0812-3456-7890 (istri)", "021 5551234", "0813 1111 2222", "(0274) 512345", "kantor"]
        )
        #expect(WrittenPhone.list(" ,/; ").isEmpty)
    }

    @Test("the cases that others collected", .enabled(if: ConformanceData.isPresent))
    func conformance() throws {
        let bytes = try ConformanceData.bytes("phones-id/cases.json")
        let cases = try #require(withBytes(bytes) { JSONValue(parsing: $0) }?["cases"]?.array)
        for entry in cases {
            let written = try #require(entry["input"]?.string)
            let number = PhoneNumber(written)
            if entry["parses"] == .bool(false) {
                #expect(number?.isValid != true, "\(written)")
                continue
            }
            // `00` in front of a country code is understood here, and not there.
            if written.hasPrefix("00"), entry["valid"] == .bool(false) { continue }
            #expect(number?.e164 == entry["e164"]?.string, "\(written)")
            #expect(number?.isValid == (entry["valid"] == .bool(true)), "\(written)")
            guard entry["region"] == "ID" else { continue }
            if entry["type"] == "MOBILE" { #expect(number?.kind == .mobile, "\(written)") }
            if entry["type"] == "FIXED_LINE" { #expect(number?.kind == .fixedLine, "\(written)") }
        }
        ConformanceData.report("phones-id", cases: cases.count)
        #expect(cases.count == 20)
    }

    @Test("no text crashes the reader, and what it gives is E.164")
    func soup() {
        let pieces = [
            "0", "62", "+", "8", "12", "345", " ", "-", "(", ")", "/", "x", "ext", "#", "０", "９", "＋", "\u{EF}", "00",
            ";", "."
        ]
        for seed in 0..<Effort.cases(20_000, long: 1_000_000) {
            var random = Seeded(UInt64(seed))
            let text = (0..<random.int(0...12)).map { _ in random.pick(pieces) }.joined()
            guard let number = PhoneNumber(text) else { continue }
            #expect(
                number.e164.first == "+" && number.e164.dropFirst().allSatisfy { ("0"..."9").contains($0) }, "\(text)"
            )
            if number.isValid { #expect((8...16).contains(number.e164.count), "\(text): \(number.e164)") }
        }
    }
}

/// Compares with libphonenumber on the cases that `Tests/Differential/phones.py` makes.
@Suite(.enabled(if: PhoneCases.path != nil)) struct PhoneDifferentialTests {
    @Test func agrees() throws {
        let text = try String(contentsOfFile: #require(PhoneCases.path), encoding: .utf8)
        var (cases, different) = (0, 0)
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            try #require(parts.count == 4)
            cases += 1
            let ours = PhoneNumber(parts[0])
            // `00` is understood as `+` here, and not there.
            if parts[0].first != "+", parts[0].compactMap(\.wholeNumberValue).starts(with: [0, 0]) { continue }
            // Of other countries only the form is checked.
            if parts[3] == "foreign" || ours?.kind == .foreign {
                // Some drop a 0 behind their country code; it stays here.
                let isLonger = ours?.e164.count == parts[1].count + 1
                if parts[2] == "valid" {
                    #expect(ours?.isValid == true && (ours?.e164 == parts[1] || isLonger), "\(line)")
                }
                continue
            }
            if parts[1] == "-" {
                if ours?.isValid == true { different += 1 }
                continue
            }
            let agrees = ours?.e164 == parts[1] && (ours?.kind?.rawValue ?? "-") == parts[3]
            if !agrees {
                different += 1
                if different < 30 {
                    Issue.record("\(line): \(ours.map { "\($0.e164) \($0.kind?.rawValue ?? "-")" } ?? "nil")")
                }
            }
        }
        ConformanceData.report("libphonenumber", cases: cases)
        #expect(different == 0)
        #expect(cases > 0)
    }
}
