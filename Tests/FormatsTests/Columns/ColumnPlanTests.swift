import Formats
import Receivables
import Support
import Testing

@Suite struct ColumnPlanTests {
    /// `key=header` for every key that got a column, in the order of the columns.
    private static func plan(
        _ kind: ImportKind, _ headers: [String], _ sample: [[String]] = [], map: ImportMap = ImportMap()
    ) throws -> [String] {
        let plan = try ColumnPlan(kind: kind, headers: headers, sample: sample, map: map)
        return plan.index.sorted { $0.value < $1.value }.map { "\($0.key.name)=\(headers[$0.value])" }
    }

    @Test("an Indonesian receivables file")
    func indonesian() throws {
        let headers = [
            "No. Kontrak", "ID Nasabah", "Nama Nasabah", "No. HP", "Provinsi", "Angsuran ke-", "Tgl. Jatuh Tempo",
            "Angsuran Pokok", "Bunga", "Denda", "Keterangan"
        ]
        #expect(try Self.plan(.receivables, headers) == [
            "account.reference=No. Kontrak", "debtor.reference=ID Nasabah", "debtor.name=Nama Nasabah",
            "debtor.phone=No. HP", "debtor.province=Provinsi",
            "due.reference=Angsuran ke-", "due.date=Tgl. Jatuh Tempo", "due.principal=Angsuran Pokok",
            "due.interest=Bunga", "due.penalty=Denda",
        ])
    }

    @Test("an English invoice list, in whatever style its headers are written")
    func english() throws {
        for headers in [
            ["Customer No", "Customer Name", "Invoice No", "Invoice Date", "Due Date", "Amount", "Currency"],
            ["customer_no", "customer_name", "invoice_no", "invoice_date", "due_date", "amount", "currency"],
            ["customerNo", "customerName", "invoiceNo", "invoiceDate", "dueDate", "amount", "currency"],
            ["CUSTOMER NO.", "CUSTOMER NAME", "INVOICE-NO", "INVOICE DATE", " DUE DATE ", "AMOUNT", "CURRENCY"],
        ] {
            let keys = try Self.plan(.receivables, headers).map { $0.prefix { $0 != "=" } }
            #expect(
                keys.prefix(6)
                    == ["debtor.reference", "debtor.name", "due.reference", "due.issued", "due.date", "due.amount"],
                "\(headers)"
            )
            #expect(["account.currency", "due.currency"].contains(keys.last ?? ""))
        }
    }

    @Test("each kind of file finds what it must have", arguments: ImportKind.allCases)
    func kinds(kind: ImportKind) throws {
        let table: [ImportKind: ([String], [String])] = [
            .receivables: (["No Pelanggan", "Jatuh Tempo", "Jumlah"], ["debtor.reference", "due.date", "due.amount"]),
            .accounts: (
                ["No Kontrak", "No Nasabah", "Produk"], ["account.reference", "debtor.reference", "account.product"]
            ),
            .debtors: (["ID", "Nama", "Email"], ["debtor.reference", "debtor.name", "debtor.email"]),
            .payments: (
                ["No Kontrak", "Tgl Bayar", "Jumlah Bayar", "No Kwitansi"],
                ["account.reference", "payment.date", "payment.amount", "payment.reference"]
            ),
            .promises: (
                ["No Kontrak", "Tgl Janji", "Jumlah Janji"], ["account.reference", "promise.date", "promise.amount"]
            ),
            .contacts: (["No Kontrak", "Tgl Telepon", "Hasil"], ["account.reference", "contact.at", "contact.result"]),
            .snapshot: (["No Kontrak", "Jatuh Tempo", "Sisa Tagihan"], ["account.reference", "due.date", "due.open"]),
        ]
        let (headers, keys) = try #require(table[kind])
        let found = try Self.plan(kind, headers).map { String($0.prefix { $0 != "=" }) }
        #expect(found == keys)
    }

    @Test("a header whose values cannot be meant loses its column")
    func valuesDecide() throws {
        // "Amount" holds names here; the true amounts stand under another usual header.
        let found = try Self.plan(
            .receivables, ["Customer No", "Due Date", "Amount", "Total"],
            [["C1", "2026-01-02", "besar", "1.000"], ["C2", "2026-01-03", "kecil", "2.000"]])
        #expect(found == ["debtor.reference=Customer No", "due.date=Due Date", "due.amount=Total"])
    }

    @Test("columns without a known header are known by values that can be nothing else")
    func byValue() throws {
        let found = try Self.plan(
            .receivables, ["No Pelanggan", "Kolom X", "Jumlah", "Kontak", "Surat"],
            [
                ["C1", "23/11/2026", "5", "081234567890", "a@b.co"],
                ["C2", "24/11/2026", "6", "+62 812 3456 7891", "c@d.id"]
            ])
        #expect(
            found == [
                "debtor.reference=No Pelanggan", "due.date=Kolom X", "due.amount=Jumlah", "debtor.phone=Kontak",
                "debtor.email=Surat"
            ]
        )
        // Two columns of dates: nobody knows which one is meant.
        let twice = problem {
            _ = try Self.plan(
                .receivables, ["No Pelanggan", "X", "Y", "Jumlah"], [["C1", "23/11/2026", "24/12/2026", "5"]]
            )
        }
        #expect(twice?.code == .columnsUnknown)
        #expect(twice?.fact("missing") == "due.date")
        #expect(twice?.fact("seen") == "\"No Pelanggan\", \"X\", \"Y\", \"Jumlah\"")
    }

    @Test("the map decides, also that a column is absent")
    func map() throws {
        var map = ImportMap()
        map.columns = [.debtorReference: "kode", .dueDate: "tgl2", .dueAmount: "Jumlah", .debtorName: nil]
        let headers = ["Nama", "kode", "tgl1", "tgl2", "Jumlah"]
        #expect(try Self.plan(.receivables, headers, [["Budi", "1", "2026-01-01", "2026-02-02", "5"]], map: map)
            == ["debtor.reference=kode", "due.date=tgl2", "due.amount=Jumlah"])
        map.columns[.dueDate] = "TGL 2"
        let found = problem { _ = try Self.plan(.receivables, headers, map: map) }
        #expect(found?.code == .columnMissing)
        #expect(found?.fact("column") == "TGL 2" && found?.fact("key") == "due.date")
        map.columns[.dueDate] = "TGL2"
        #expect(try Self.plan(.receivables, headers, map: map).contains("due.date=tgl2"))
    }

    @Test("one column may serve several keys of the map")
    func shared() throws {
        var map = ImportMap()
        map.columns = [.debtorReference: "ref", .accountReference: "ref", .dueDate: "d", .dueAmount: "a"]
        let plan = try ColumnPlan(kind: .receivables, headers: ["ref", "d", "a"], sample: [], map: map)
        #expect(plan[.debtorReference] == 0 && plan[.accountReference] == 0)
    }

    @Test("a header that is needed and stands twice is refused, another one is not")
    func duplicates() throws {
        let found = problem { _ = try Self.plan(.receivables, ["No Pelanggan", "Jatuh Tempo", "Jumlah", "Jumlah"]) }
        #expect(found?.code == .columnsDuplicate)
        #expect(found?.fact("column") == "Jumlah" && found?.fact("key") == "due.amount")
        #expect(try Self.plan(.receivables, ["No Pelanggan", "Jatuh Tempo", "Jumlah", "x", "x", "", ""]).count == 3)
    }

    @Test("no usable header names what was seen, shortened")
    func unknown() {
        let headers = (1...30).map { "kolom-\($0)" } + [String(repeating: "y", count: 100)]
        let found = problem { _ = try Self.plan(.payments, headers) }
        #expect(found?.code == .columnsUnknown)
        #expect(found?.fact("missing") == "account.reference / debtor.reference; payment.date; payment.amount")
        #expect(found?.fact("seen")?.hasSuffix("\"kolom-20\" … (+11)") == true)
        #expect(problem { _ = try Self.plan(.debtors, []) }?.code == .columnsUnknown)
    }

    @Test("ten thousand columns are looked through in reasonable time")
    func wide() throws {
        let headers = ["No Pelanggan", "Jatuh Tempo", "Jumlah"] + (0..<10_000).map { "kolom lain nomor \($0)" }
        let sample = (0..<50).map { _ in ["C1", "23/11/2026", "5"] + Array(repeating: "x", count: 10_000) }
        let clock = ContinuousClock()
        var keys: [String] = []
        let time = try clock.measure { keys = try Self.plan(.receivables, headers, sample) }
        #expect(keys == ["debtor.reference=No Pelanggan", "due.date=Jatuh Tempo", "due.amount=Jumlah"])
        #expect(time < .seconds(20), "\(time)")
    }

    @Test("keys have names that lead back to them, and a kind")
    func keys() {
        for key in ColumnKey.allCases { #expect(ColumnKey(named: key.name) == key) }
        #expect(Set(ColumnKey.allCases.map(\.name)).count == ColumnKey.allCases.count)
        #expect(ColumnKey(named: "due.nothing") == nil)
        #expect(
            ColumnKey.dueDate.kind == .day && ColumnKey.contactAt.kind == .moment && ColumnKey.duePaid.kind == .amount
        )
    }
}

@Suite struct ImportMapTests {
    private static func map(_ json: String) throws -> ImportMap {
        try withBytes(json) { bytes throws(Problem) in try ImportMap(parsing: bytes, name: "map.json") }
    }

    @Test("every key of the mapping file")
    func all() throws {
        let map = try Self.map("""
            {"delimiter": ";", "encoding": "cp1252", "sheet": "Data", "dates": "dd-MM-yyyy", "decimal": ",",
             "currency": "usd",
             "timeZone": "Asia/Jakarta",
             "columns": {"debtor.reference": "cust_number", "debtor.phone": "", "due.date": null}}
            """)
        #expect(
            map.delimiter == 0x3B && map.encoding == .windows1252 && map.sheet == "Data"
                && map.dates?.text == "dd-MM-yyyy"
        )
        #expect(map.decimal == .commaDecimal && map.currency == Currency("USD") && map.timeZone == "Asia/Jakarta")
        #expect(map.columns[.debtorReference] == "cust_number")
        #expect(
            map.columns[.debtorPhone] == .some(nil) && map.columns[.dueDate] == .some(nil)
                && map.columns[.dueAmount] == nil
        )
        #expect(try Self.map("{\"delimiter\": \"\\t\", \"decimal\": null, \"sheet\": \"\"}").delimiter == 0x09)
    }

    @Test("a mistake is named with what it may be")
    func mistakes() {
        let table: [(String, String)] = [
            ("[]", "the-file"), ("{", "the-file"), ("", "the-file"), ("{\"delimiter\": \"x\"}", "delimiter"),
            ("{\"encoding\": \"ebcdic\"}", "encoding"),
            ("{\"decimal\": \";\"}", "decimal"), ("{\"currency\": \"RPX\"}", "currency"),
            ("{\"colour\": \"red\"}", "colour"), ("{\"sheet\": 1}", "sheet"),
            ("{\"columns\": []}", "columns"), ("{\"columns\": {\"due.dat\": \"x\"}}", "columns.due.dat"),
            ("{\"columns\": {\"due.date\": 1}}", "columns.due.date"),
        ]
        for (json, key) in table {
            let found = problem { _ = try Self.map(json) }
            #expect(found?.code == .mapInvalid, "\(json)")
            #expect(
                found?.fact("key") == key && found?.fact("file") == "map.json"
                    && found?.fact("allowed")?.isEmpty == false,
                "\(json)"
            )
        }
        #expect(problem { _ = try Self.map("{\"dates\": \"DD/MM\"}") }?.code == .datePattern)
    }
}

@Suite struct CellTextTests {
    @Test("type bytes tell dates and numbers of a workbook")
    func types() {
        withBytes("\u{1}2026-11-23") { #expect(CellText($0).isTypedDate && CellText($0).content.text == "2026-11-23") }
        withBytes("\u{2}1.5") { #expect(CellText($0).isTypedNumber && CellText($0).content.text == "1.5") }
        withBytes(" x ") { #expect(!CellText($0).isTypedDate && CellText($0).content.text == "x") }
        withBytes(" \u{A0}") { #expect(CellText($0).isEmpty) }
    }

    @Test("yes and no")
    func flags() {
        for word in ["ya", "YES", "1", "true", "Benar", " y "] {
            #expect(withBytes(word) { FlagText.read($0) } == true, "\(word)")
        }
        for word in ["tidak", "No", "0", "FALSE", "tdk", "n"] {
            #expect(withBytes(word) { FlagText.read($0) } == false, "\(word)")
        }
        for word in ["", "2", "mungkin", "yess", "-"] {
            #expect(withBytes(word) { FlagText.read($0) } == nil, "\(word)")
        }
    }
}
