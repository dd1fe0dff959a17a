import Formats
import Receivables
import Support
import Testing

extension RealHeaderTests {
    @Test("twenty and more header rows of debtors")
    func debtors() { Self.check(.debtors, Self.debtorsRows) }

    private static let debtorsRows = """
        Kode | Nama | No HP | Alamat
        debtor.reference | debtor.name | debtor.phone | debtor.address

        No | Kode Cust | Nama Cust | Telp | Email
        - | debtor.reference | debtor.name | debtor.phone | debtor.email
        1 | C1 | A | 0811 | a@b.co
        2 | C2 | B | 0812 | c@d.co

        Nopel | Nama Pelanggan | No WA | Provinsi
        debtor.reference | debtor.name | debtor.phone | debtor.province

        CIF | Nama Nasabah | No. Handphone | Alamat KTP
        debtor.reference | debtor.name | debtor.phone | debtor.address

        ID Konsumen | Nama Konsumen | Nomor HP | Alamat Rumah
        debtor.reference | debtor.name | debtor.phone | debtor.address

        Kode Customer | Nama Customer | No Telpon | Alamat Tagih | Bahasa
        debtor.reference | debtor.name | debtor.phone | debtor.address | debtor.language

        No Nasabah | Nama Lengkap | Ponsel
        debtor.reference | debtor.name | debtor.phone

        ID_DEBITUR | NAMA_DEBITUR | NO_TELP | ALAMAT
        debtor.reference | debtor.name | debtor.phone | debtor.address

        No Anggota | Nama Anggota | HP
        debtor.reference | debtor.name | debtor.phone

        Kode Toko | Nama Toko | No Kontak | Propinsi
        debtor.reference | debtor.name | debtor.phone | debtor.province

        NIK | Nama | Nomor Telepon
        debtor.reference | debtor.name | debtor.phone

        Kode Pelanggan | Pelanggan | Telp/HP | Surel
        debtor.reference | debtor.name | debtor.phone | debtor.email

        ID | Name | Phone | Email
        debtor.reference | debtor.name | debtor.phone | debtor.email

        Customer ID | Customer Name | Mobile Number | Address
        debtor.reference | debtor.name | debtor.phone | debtor.address

        Cust No | Name | Mobile | E-mail | Province
        debtor.reference | debtor.name | debtor.phone | debtor.email | debtor.province

        Client Code | Client Name | Contact Number | Language
        debtor.reference | debtor.name | debtor.phone | debtor.language

        Borrower ID | Full Name | Cell Phone | Street Address
        debtor.reference | debtor.name | debtor.phone | debtor.address

        DebtorNumber | DebtorName | PhoneNumber | EmailAddress
        debtor.reference | debtor.name | debtor.phone | debtor.email

        Code | Company Name | Tel | Billing Address
        debtor.reference | debtor.name | debtor.phone | debtor.address

        Customer Code | Customer | WhatsApp No | State
        debtor.reference | debtor.name | debtor.phone | debtor.province

        Member No | Name | Telephone No
        debtor.reference | debtor.name | debtor.phone
        """

    @Test("twenty and more header rows of accounts")
    func accounts() { Self.check(.accounts, Self.accountsRows) }

    private static let accountsRows = """
        No Kontrak | Kode Cust | Produk | Cabang | Kolektor
        account.reference | debtor.reference | account.product | account.branch | account.collector

        No | No Kontrak | CIF | Nama Nasabah | Tgl Cair | Status
        - | account.reference | debtor.reference | debtor.name | account.opened | account.status
        1 | K1 | 77 | A | 2026-01-01 | AKTIF
        2 | K2 | 78 | B | 2026-01-01 | AKTIF

        No PK | ID Debitur | Jenis Kredit | Tgl Akad | AO
        account.reference | debtor.reference | account.product | account.opened | account.collector

        NO_REKENING | NO_NASABAH | KODE_CABANG | MATA_UANG
        account.reference | debtor.reference | account.branch | account.currency

        Nomor Kontrak | ID Konsumen | No VA | Jenis Pembiayaan
        account.reference | debtor.reference | account.alias | account.product

        No Pinjaman | ID Peminjam | Nama Peminjam | Tanggal Pencairan
        account.reference | debtor.reference | debtor.name | account.opened

        No Kontrak | Nopel | Nama Pelanggan | PIC
        account.reference | debtor.reference | debtor.name | account.collector

        No Fasilitas | Kode Nasabah | Tgl Realisasi | Petugas Penagihan
        account.reference | debtor.reference | account.opened | account.collector

        No Akad | No Anggota | Nama Anggota | Produk
        account.reference | debtor.reference | debtor.name | account.product

        No Perjanjian | Kode Customer | Virtual Account | AR Officer
        account.reference | debtor.reference | account.alias | account.collector

        Kontrak | Kode Konsumen | Cab | Penagih
        account.reference | debtor.reference | account.branch | account.collector

        No Pembiayaan | CIF | Status Pembiayaan | Kode Bayar
        account.reference | debtor.reference | - | account.alias

        Account No | Customer ID | Product | Branch | Collector
        account.reference | debtor.reference | account.product | account.branch | account.collector

        Loan ID | Borrower ID | Loan Type | Disbursement Date | Loan Status
        account.reference | debtor.reference | account.product | account.opened | account.status

        Contract Number | Cust No | Contract Date | VA Number
        account.reference | debtor.reference | account.opened | account.alias

        Agreement No | Client Code | Product Name | Account Officer
        account.reference | debtor.reference | account.product | account.collector

        AccountId | CustomerId | OpenDate | Currency
        account.reference | debtor.reference | account.opened | account.currency

        ID | Customer No | Product Type | Status
        account.reference | debtor.reference | account.product | account.status

        Facility ID | CIF No | Start Date | Branch Code
        account.reference | debtor.reference | account.opened | account.branch

        Acct No | Cust Code | Branch Name | Assigned To
        account.reference | debtor.reference | account.branch | account.collector

        Loan Account No | Member ID | Opened On | PIC
        account.reference | debtor.reference | account.opened | account.collector
        """
}

extension RealHeaderTests {
    @Test("what may mean two things is refused, and both columns are named")
    func ambiguous() {
        let table: [(ImportKind, String, String, String)] = [
            (.receivables, "Kode Cust|Jatuh Tempo|Amount|Total", "C1|2026-01-02|100|111", "due.amount: Amount, Total"),
            (.receivables, "Kode Cust|Jatuh Tempo|Nilai|Nominal", "C1|2026-01-02|1|2", "due.amount: Nilai, Nominal"),
            (.receivables, "Kode Cust|Tgl JT|Jatuh Tempo|Nilai", "C1|2026-01-02|2026-01-05|1",
                "due.date: Tgl JT, Jatuh Tempo"),
            (.receivables, "No Kontrak|Jatuh Tempo|Total Tagihan|Denda", "K1|2026-01-02|1050|50",
                "due.amount: Total Tagihan, Denda"),
            (.payments, "No Kontrak|Tgl Bayar|Tgl Terima|Nominal", "K1|2026-01-02|2026-01-04|5",
                "payment.date: Tgl Bayar, Tgl Terima"),
            (.payments, "No Kontrak|Tgl Bayar|Jumlah|Total", "K1|2026-01-02|5|6", "payment.amount: Jumlah, Total"),
            (.promises, "No Kontrak|Tgl Janji|Tgl PTP|Nominal", "K1|2026-01-02|2026-01-04|5",
                "promise.date: Tgl Janji, Tgl PTP"),
            (.snapshot, "Kode Cust|Jatuh Tempo|Sisa|Saldo", "C1|2026-01-02|5|6", "due.open: Sisa, Saldo"),
        ]
        for (kind, headers, row, expected) in table {
            let found = problem {
                _ = try ColumnPlan(
                    kind: kind, headers: headers.split(separator: "|").map(String.init),
                    sample: [row.split(separator: "|").map(String.init)], map: ImportMap())
            }
            #expect(found?.code == .columnsAmbiguous, "\(headers)")
            let said = "\(found?.fact("key") ?? ""): \(found?.fact("column") ?? ""), \(found?.fact("other") ?? "")"
            #expect(said == expected, "\(headers)")
        }
    }

    @Test("columns that say the same are not ambiguous, and the map ends every doubt")
    func settled() throws {
        let headers = ["Kode Cust", "Jatuh Tempo", "Amount", "Total"]
        let same = [["C1", "2026-01-02", "5", "5"]]
        #expect(try ColumnPlan(kind: .receivables, headers: headers, sample: same, map: ImportMap())[.dueAmount] == 2)
        var map = ImportMap()
        map.columns = [.dueAmount: "Total"]
        let differ = [["C1", "2026-01-02", "5", "6"]]
        #expect(try ColumnPlan(kind: .receivables, headers: headers, sample: differ, map: map)[.dueAmount] == 3)
        map.columns = [.accountOverdue: "Tunggakan", .dueOpen: "Outstanding"]
        let snapshot = try ColumnPlan(
            kind: .snapshot, headers: ["No Kontrak", "Tunggakan", "Hari", "Outstanding"], sample: [], map: map)
        #expect(snapshot[.dueOpen] == 3, "what the map says stands")
    }

    @Test("receivables that state only what is open are sent to the kind that is meant for them")
    func onlyOpen() {
        let found = problem {
            _ = try ColumnPlan(
                kind: .receivables, headers: ["Inv No", "Cust ID", "Due", "Balance"], sample: [], map: ImportMap())
        }
        #expect(found?.code == .columnsOpen && found?.fact("column") == "Balance")
        // An arrears amount without days past due and without a day says nothing that a snapshot could take.
        let snapshot = problem {
            _ = try ColumnPlan(kind: .snapshot, headers: ["No Kontrak", "Tunggakan"], sample: [], map: ImportMap())
        }
        #expect(snapshot?.code == .columnsUnknown)
    }
}
