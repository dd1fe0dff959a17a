import Foundation
import Support
import Testing

/// Inputs that others have collected because programs fail on them.
@Suite(.enabled(if: ConformanceData.isPresent)) struct BadInputTests {
    private static let kinds = ["receivables", "accounts", "debtors", "payments", "promises", "contacts", "snapshot"]

    /// Every file as every kind of import: refused with a code and the book unchanged, or taken in row by row.
    @Test(.enabled(if: Effort.isFirstPass, "some of them are given to both engines in the first pass"))
    func everyFileAsEveryKind() throws {
        let book = try SmallBook.make()
        let files = try FileManager.default.subpathsOfDirectory(atPath: try ConformanceData.path("bad-inputs"))
            .sorted()
        var cases = 0
        var taken = 0
        for file in files {
            let path = try ConformanceData.path("bad-inputs/" + file)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            for kind in BadInputTests.kinds {
                let before = try Rows(book.database).dump()
                let ended = try book.program.run("import", kind, path, "--json")
                #expect(
                    ended.status == 0 || ended.status == 65,
                    "\(kind) \(file): \(ended.status) \(ended.err.prefix(300))")
                let document = try JSON(parsing: ended.out)
                if ended.status == 0 {
                    taken += 1
                    let sum = (document["accepted"].int ?? -1) + (document["rejected"].int ?? -1)
                    #expect(document["read"].int == sum, "\(kind) \(file)")
                } else {
                    let isUnchanged = try Rows(book.database).dump() == before
                    #expect(isUnchanged, "\(kind) \(file)")
                    #expect(
                        document["error.code"].text?.isEmpty == false
                            && document["error.message"].text?.isEmpty == false)
                    #expect(document["error.code"] != "internal", "\(kind) \(file)")
                }
                cases += 1
            }
        }
        try book.verify()
        ConformanceData.report("bad-inputs (\(taken) taken in)", cases: cases)
    }

    /// Quotes, commas and line ends inside of cells: the values arrive as the pairs of the set say.
    @Test(.enabled(if: Effort.isFirstPass, "files are read before there is anything to store"))
    func spectrumOfCSV() throws {
        var cases = 0
        let folder = try ConformanceData.path("bad-inputs/csv-spectrum/csvs")
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let name = file.replacing(".csv", with: "")
            let wanted = try JSON(
                parsing: String(
                    decoding: try ConformanceData.bytes("bad-inputs/csv-spectrum/json/\(name).json"), as: UTF8.self)
            ).list
            func values(_ key: String) -> [String] { wanted.map { $0.member(key).text ?? "" } }
            let keys = wanted.first?.keys.sorted() ?? []
            let reference = keys.first { key in
                values(key).allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x20 } }
                    && Set(values(key)).count == wanted.count
            }
            guard let reference, let other = keys.last(where: { $0 != reference }) else { continue }
            let book = try Book()
            let map = ["columns": ["debtor.reference": reference, "debtor.name": other]]
            try book.file("map.json", String(decoding: try JSONEncoder().encode(map), as: UTF8.self))
            let result = try book.json(["import", "debtors", "\(folder)/\(file)", "--map", "map.json"])
            #expect(
                result["accepted"].int == wanted.count && result["rejected"] == 0,
                "\(file): \(result["rejects"].shown)")
            let found = try Rows(book.database).all(
                "SELECT reference, coalesce(name, '') FROM debtors ORDER BY debtor_id")
            #expect(found == zip(values(reference), values(other)).map { "\($0)|\($1)" }, "\(file)")
            cases += wanted.count
        }
        #expect(cases > 0)
        ConformanceData.report("csv-spectrum", cases: cases)
    }

    /// The naughty strings as names, references and notes: kept as written or refused with a reason, and found again.
    @Test func naughtyStrings() throws {
        let strings = try JSON(
            parsing: String(decoding: try ConformanceData.bytes("bad-inputs/blns.json"), as: UTF8.self)
        ).list
            .compactMap(\.text)
        func cell(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
        let book = try Book()
        var text = "Customer No,Customer Name,Contract No,Invoice No,Due Date,Amount,Remark\n"
        for (index, string) in strings.enumerated() {
            text +=
                "N\(index),\(cell(string)),\(cell("K\(index)" + string)),\(cell(string)),2026-01-10,5,\(cell(string))\n"
        }
        try book.file("naughty.csv", text)
        let result = try book.json("import receivables naughty.csv")
        #expect(result["read"].int == strings.count)
        #expect((result["accepted"].int ?? 0) + (result["rejected"].int ?? 0) == strings.count)
        #expect((result["accepted"].int ?? 0) * 100 >= strings.count * 95, "\(result["rejects"].shown.prefix(500))")
        let rows = try JSON(parsing: try book.done("export dues --format json"))["rows"].list
        #expect(rows.count == result["accepted"].int)
        let names = Set(rows.compactMap { $0["name"].text })
        let plain = strings.filter {
            $0 == $0.trimmingCharacters(in: .whitespacesAndNewlines) && $0.utf8.allSatisfy { $0 >= 0x20 }
                && !$0.isEmpty
        }
        let lost = plain.filter { !names.contains($0) }
        #expect(lost.count * 50 <= plain.count, "\(lost.prefix(10))")
        for format in ["csv", "xlsx"] { try book.done("export dues --format \(format) --output out.\(format)") }
        for string in strings.prefix(60) where !string.isEmpty && !string.hasPrefix("-") && !string.utf8.contains(0) {
            let ended = try book.program.run(["record", "note", "--debtor", "N1", "--text", string, "--json"])
            #expect(ended.status == 0, "\(string): \(ended.out)")
            #expect(try JSON(parsing: ended.out)["text"].text == string)
        }
        #expect(try book.json("import receivables naughty.csv")["unchanged"] == result["accepted"])
        try book.verify()
        ConformanceData.report("naughty strings", cases: strings.count)
    }
}
