import Formats
import Receivables
import Support
import Testing

/// Header rows as books in Indonesia and elsewhere have them. Each line: the headers, and what each column must be
/// taken for; `-` is left out.
@Suite struct RealHeaderTests {
    private struct Line: CustomStringConvertible {
        let headers: [String]
        let keys: [String]
        let sample: [[String]]
        var description: String { headers.joined(separator: ", ") }
    }

    /// Three lines a case: headers, keys, and values where they decide; an empty line between.
    private static func lines(_ text: String) -> [Line] {
        text.split(separator: "\n\n").map { block in
            let rows = block.split(separator: "\n").map { line in
                line.split(separator: "|", omittingEmptySubsequences: false).map {
                    String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
                }
            }
            return Line(headers: rows[0], keys: rows[1], sample: Array(rows.dropFirst(2)))
        }
    }

    private static func check(_ kind: ImportKind, _ text: String) {
        let lines = lines(text)
        #expect(lines.count >= 20, "\(kind) has \(lines.count) header rows")
        for line in lines {
            #expect(line.headers.count == line.keys.count, "\(line)")
            do throws(Problem) {
                let plan = try ColumnPlan(kind: kind, headers: line.headers, sample: line.sample, map: ImportMap())
                var found = Array(repeating: "-", count: line.headers.count)
                for (key, column) in plan.index { found[column] = key.name }
                #expect(found == line.keys, "\(line)")
            } catch { Issue.record("\(line): \(error.code.rawValue) \(error.facts)") }
        }
    }

    @Test("twenty and more header rows of receivables")
    func receivables() {
        Self.check(.receivables, """
            No | Kode Cust | Nama Customer | No Inv | Tgl Inv | Jth Tempo | Nilai
            - | debtor.reference | debtor.name | due.reference | due.issued | due.date | due.amount
            1 | C1 | PT A | I-1 | 01/10/2026 | 31/10/2026 | 5.000.000
            2 | C2 | PT B | I-2 | 02/10/2026 | 30/10/2026 | 6.000.000

            Kode Customer | Nama Customer | No. Faktur | Tgl Faktur | Tgl JT | Nominal (Rp) | Sisa
            debtor.reference | debtor.name | due.reference | due.issued | due.date | due.amount | due.open

            NO KONTRAK | NAMA KONSUMEN | NO HP | ANGSURAN KE | JATUH TEMPO | ANGSURAN | DENDA
            account.reference | debtor.name | debtor.phone | due.reference | due.date | due.principal | due.penalty
            K1 | Budi | 081234567890 | 3 | 2026-10-05 | 1.250.000 | 62.500
            K2 | Sari | 081234567891 | 12 | 2026-10-07 | 900.000 | 0
            K3 | Tono | 081234567892 | 5 | 2026-10-08 | 700.000 | 1.000

            No Kontrak | Angsuran | Jatuh Tempo | Nilai Angsuran
            account.reference | due.reference | due.date | due.amount
            K1 | 3 | 2026-10-05 | 1.250.000

            No Kontrak | Angsuran Ke | Jatuh Tempo | Angsuran | Denda | Total Tagihan
            account.reference | due.reference | due.date | due.principal | due.penalty | due.amount
            K1 | 3 | 2026-10-05 | 1.250.000 | 62.500 | 1.312.500

            No PK | Nama Nasabah | Angs Ke | Tgl Jth Tempo | Angs Pokok | Angs Bunga | Angsuran | Denda
            account.reference | debtor.name | due.reference | due.date | due.principal | due.interest | - | due.penalty
            P1 | Budi | 3 | 2026-10-05 | 1000 | 250 | 1250 | 40
            P2 | Sari | 4 | 2026-10-05 | 1000 | 240 | 1240 | 10

            Nopel | Nama Pelanggan | No Nota | Tgl Nota | Tempo | Jumlah | Terbayar | Sisa
            debtor.reference | debtor.name | due.reference | due.issued | due.date | due.amount | due.paid | -

            Kd Cust | Nama Cust | Cabang | Kolektor | No Invoice | Tanggal Invoice | Tanggal Jatuh Tempo | Total Invoice
            debtor.reference | debtor.name | account.branch | account.collector | due.reference | due.issued | due.date | due.amount

            ID Pelanggan | Nama | Alamat | No WA | Tgl Jatuh Tempo | Tagihan
            debtor.reference | debtor.name | debtor.address | debtor.phone | due.date | due.amount

            Kode Toko | Nama Toko | AR Officer | No Faktur | Jt Tempo | Nilai Faktur | Tgl Lunas
            debtor.reference | debtor.name | account.collector | due.reference | due.date | due.amount | due.settled

            No. Rekening | CIF | Nama Debitur | Tgl Jatuh Tempo | Tagihan Pokok | Tagihan Bunga | Tagihan Denda
            account.reference | debtor.reference | debtor.name | due.date | due.principal | due.interest | due.penalty

            Inv No | Cust ID | Customer | Inv Date | Due | Amount | O/S
            due.reference | debtor.reference | debtor.name | due.issued | due.date | due.amount | due.open

            Invoice # | Customer No. | Customer Name | Invoice Date | Due Date | Invoice Amount | Balance Due
            due.reference | debtor.reference | debtor.name | due.issued | due.date | due.amount | due.open

            InvoiceNumber | CustomerCode | CustomerName | DueDate | InvoiceTotal | Currency
            due.reference | debtor.reference | debtor.name | due.date | due.amount | account.currency

            Account No | Customer ID | Due Date | Principal | Interest | Late Fee
            account.reference | debtor.reference | due.date | due.principal | due.interest | due.penalty

            Loan ID | Borrower Name | Installment No | Due Date | Installment Amount
            account.reference | debtor.name | due.reference | due.date | due.amount

            Client Code | Client Name | Doc No | Doc Date | Net Due Date | Amount | Paid Amount | Paid Date
            debtor.reference | debtor.name | due.reference | due.issued | due.date | due.amount | due.paid | due.settled

            Customer | Customer ID | Bill No | Bill Date | Due Date | Total
            debtor.name | debtor.reference | due.reference | due.issued | due.date | due.amount

            TGL_JT | NO_KONTRAK | NM_KONSUMEN | ANGS_KE | JML_ANGSURAN | JUMLAH_ANGSURAN
            due.date | account.reference | - | due.reference | - | due.amount

            Agreement No | Customer Name | Mobile No | Product | Branch | PIC | Due Date | EMI
            account.reference | debtor.name | debtor.phone | account.product | account.branch | account.collector | due.date | due.amount

            No Pelanggan | Status | Jatuh Tempo | Nilai Piutang | Sengketa | Tgl Batal
            debtor.reference | account.status | due.date | due.amount | due.disputed | due.withdrawn

            Due Dt | Cust Ref | Inv Ref | Gross Amount
            due.date | debtor.reference | due.reference | due.amount
            """)
    }

    @Test("twenty and more header rows of payments")
    func payments() {
        Self.check(.payments, """
            No Kontrak | Tgl Bayar | Nominal
            account.reference | payment.date | payment.amount

            No | Tanggal | No Kwitansi | No Kontrak | Nama | Jumlah | Keterangan
            - | payment.date | payment.reference | account.reference | - | payment.amount | payment.payer
            1 | 2026-10-01 | KW-1 | K1 | Budi | 100 | x
            2 | 2026-10-01 | KW-2 | K1 | Budi | 200 | y

            Kode Cust | No Inv | Tgl Bayar | Jumlah Bayar | Cara Bayar
            debtor.reference | due.reference | payment.date | payment.amount | payment.channel

            No. PK | Tgl Pembayaran | Jumlah Pembayaran | No. Bukti | Kanal
            account.reference | payment.date | payment.amount | payment.reference | payment.channel

            Nopel | No Faktur | Tgl Terima | Nilai Bayar | No Bukti Transfer
            debtor.reference | due.reference | payment.date | payment.amount | payment.reference

            Tgl Transaksi | No Rekening | Nominal | Berita
            payment.date | account.reference | payment.amount | payment.payer

            Tanggal Bayar | ID Pelanggan | Total Bayar | Mata Uang
            payment.date | debtor.reference | payment.amount | payment.currency

            NO_KONTRAK | ANGSURAN_KE | TGL_BAYAR | JML_BAYAR
            account.reference | due.reference | payment.date | payment.amount

            Kode Customer | Tgl Transfer | Nominal Transfer | Pengirim | Bank
            debtor.reference | payment.date | payment.amount | payment.payer | payment.channel

            ID Transaksi | No Pinjaman | Tgl Valuta | Nilai
            payment.reference | account.reference | payment.date | payment.amount

            No Virtual Account | Nomor Kontrak | Tgl Byr | Bayar
            - | account.reference | payment.date | payment.amount

            Payment ID | Customer ID | Payment Date | Amount | Method
            payment.reference | debtor.reference | payment.date | payment.amount | payment.channel

            Receipt No | Cust ID | Inv No | Date | Amount
            payment.reference | debtor.reference | due.reference | payment.date | payment.amount

            Account No | Paid Date | Paid Amount | Trx ID
            account.reference | payment.date | payment.amount | payment.reference

            Loan ID | Transaction Date | Payment Amount | Channel | Reference
            account.reference | payment.date | payment.amount | payment.channel | payment.reference

            Contract No | Value Date | Amount | Currency | Payer
            account.reference | payment.date | payment.amount | payment.currency | payment.payer

            Ref No | Customer No | Date Received | Amount Received
            payment.reference | debtor.reference | payment.date | payment.amount

            Client ID | Invoice Number | Receipt Date | Total Paid | Paid By
            debtor.reference | due.reference | payment.date | payment.amount | payment.payer

            CustomerCode | InvoiceNo | PaymentDate | PaymentAmount | PaymentMethod
            debtor.reference | due.reference | payment.date | payment.amount | payment.channel

            Agreement Number | Pay Date | Received | Voucher No
            account.reference | payment.date | payment.amount | payment.reference

            Tgl Bayar (dd/mm/yyyy) | No Kontrak | Jumlah (Rp)
            payment.date | account.reference | payment.amount
            """)
    }

    @Test("twenty and more header rows of promises")
    func promises() {
        Self.check(.promises, """
            No Kontrak | Tgl Janji | Tanggal Janji Bayar | Nominal Janji
            account.reference | promise.made | promise.date | promise.amount

            No Kontrak | Tanggal Janji Bayar | Tgl Janji | Nominal Janji
            account.reference | promise.date | promise.made | promise.amount

            No Kontrak | Tgl Janji | Jumlah Janji
            account.reference | promise.date | promise.amount

            Kode Cust | Tanggal | Tgl Janji | Nominal
            debtor.reference | promise.made | promise.date | promise.amount

            No PK | Tgl Input | Tgl PTP | Nilai PTP
            account.reference | promise.made | promise.date | promise.amount

            Nopel | Nama Pelanggan | Tgl Telepon | Tgl Janji Bayar | Jumlah Janji Bayar
            debtor.reference | - | promise.made | promise.date | promise.amount

            NO_KONTRAK | TGL_PTP | NOMINAL_PTP | PIC
            account.reference | promise.date | promise.amount | -

            Kode Customer | Tgl Call | Janji Bayar | Jumlah
            debtor.reference | promise.made | promise.date | promise.amount
            C1 | 2026-10-01 | 2026-10-05 | 500

            ID Nasabah | Tgl Dibuat | Tanggal Janji | Nilai
            debtor.reference | promise.made | promise.date | promise.amount

            No Rekening | Tgl Kunjungan | Tgl Rencana Bayar | Nominal
            account.reference | promise.made | promise.date | promise.amount

            Nomor Kontrak | Tgl JB | Nominal Janji Bayar
            account.reference | promise.date | promise.amount

            No Kontrak | Tgl Akan Bayar | Jumlah Akan Bayar | Kolektor
            account.reference | promise.date | promise.amount | -

            Account No | PTP Date | PTP Amount
            account.reference | promise.date | promise.amount

            Account No | Created At | Promise Date | Promise Amount
            account.reference | promise.made | promise.date | promise.amount

            Customer ID | Date | Promised Date | Promised Amount | Currency
            debtor.reference | promise.made | promise.date | promise.amount | promise.currency

            Cust ID | Call Date | PTP Date | Amount
            debtor.reference | promise.made | promise.date | promise.amount

            Loan ID | Made On | Promise Day | Amount Promised
            account.reference | promise.made | promise.date | promise.amount

            Contract No | Entry Date | Promise To Pay Date | Promise To Pay Amount
            account.reference | promise.made | promise.date | promise.amount

            CustomerNo | PromisedOn | PromiseDate | PromiseAmount
            debtor.reference | promise.made | promise.date | promise.amount

            Client Code | Promised Payment Date | Amount
            debtor.reference | promise.date | promise.amount

            Agreement No | Promised At | Promise Due Date | Value
            account.reference | promise.made | promise.date | promise.amount
            """.replacing("promise.currency", with: "payment.currency"))
    }
}

extension RealHeaderTests {
    @Test("twenty and more header rows of contacts")
    func contacts() {
        Self.check(.contacts, """
            No Kontrak | Tgl Telepon | Hasil | Keterangan
            account.reference | contact.at | contact.result | contact.note

            No | Tanggal | Kode Cust | Nama Customer | Media | Hasil | Ket
            - | contact.at | debtor.reference | - | contact.channel | contact.result | contact.note

            Nopel | Tgl Call | Status Call | Catatan | PIC
            debtor.reference | contact.at | contact.result | contact.note | -

            NO_KONTRAK | TGL_KUNJUNGAN | HASIL_KUNJUNGAN | KOLEKTOR
            account.reference | contact.at | contact.result | -

            ID Nasabah | Waktu | Saluran | Respon
            debtor.reference | contact.at | contact.channel | contact.result

            Kode Customer | Tgl Follow Up | Cara Kontak | Hasil Follow Up
            debtor.reference | contact.at | contact.channel | contact.result

            No PK | Tgl Penagihan | Hasil Penagihan | Memo
            account.reference | contact.at | contact.result | contact.note

            No Rekening | Tgl Aktivitas | Kode Aksi | Kode Hasil
            account.reference | contact.at | contact.channel | contact.result

            No Pinjaman | Tgl Hubungi | Via | Respons
            account.reference | contact.at | contact.channel | contact.result

            Nomor Kontrak | Tgl Visit | Hasil Visit
            account.reference | contact.at | contact.result

            ID Pelanggan | Tgl Input | Kanal | Hasil Telepon
            debtor.reference | contact.at | contact.channel | contact.result

            No Pelanggan | Tanggal Kontak | Jenis Kontak | Hasil Kontak | Catatan
            debtor.reference | contact.at | contact.channel | contact.result | contact.note

            Account No | Contact Date | Channel | Result | Note
            account.reference | contact.at | contact.channel | contact.result | contact.note

            Customer ID | Date | Type | Outcome | Remarks
            debtor.reference | contact.at | - | contact.result | contact.note

            Cust ID | Call Date | Call Result | Comments
            debtor.reference | contact.at | contact.result | contact.note

            Loan ID | Timestamp | Contact Type | Disposition
            account.reference | contact.at | contact.channel | contact.result

            Contract No | Activity Date | Activity | Response | Remark
            account.reference | contact.at | contact.channel | contact.result | contact.note

            Agreement No | Action Date | Action Code | Result Code
            account.reference | contact.at | contact.channel | contact.result

            Client Code | Contacted At | Contact Method | Status
            debtor.reference | contact.at | contact.channel | contact.result

            AccountNo | ContactedOn | ContactChannel | ContactResult | ContactNote
            account.reference | contact.at | contact.channel | contact.result | contact.note

            Customer No | Visit Date | Outcome
            debtor.reference | contact.at | contact.result
            """)
    }

    @Test("twenty and more header rows of snapshots")
    func snapshots() {
        Self.check(.snapshot, """
            No Kontrak | Nama Nasabah | Tunggakan | Hari | Outstanding
            account.reference | debtor.name | account.overdue | account.dpd | -

            No Kontrak | Tgl JT | Tunggakan | Hari Tunggakan | OS Pokok
            account.reference | due.date | account.overdue | account.dpd | -

            No. Rekening | CIF | Nama Debitur | Baki Debet | Total Tunggakan | DPD
            account.reference | debtor.reference | debtor.name | - | account.overdue | account.dpd

            No Kontrak | Jatuh Tempo | Sisa Tunggakan
            account.reference | due.date | due.open

            No Kontrak | Sisa Tunggakan | Hari Keterlambatan
            account.reference | account.overdue | account.dpd

            Kode Cust | No Faktur | Jatuh Tempo | Sisa
            debtor.reference | due.reference | due.date | due.open

            Kode Customer | No Inv | Tgl Inv | Jth Tempo | Nilai Invoice | Saldo
            debtor.reference | due.reference | due.issued | due.date | due.amount | due.open

            Nopel | Nama Pelanggan | No Nota | Tempo | Saldo Piutang | Cabang
            debtor.reference | debtor.name | due.reference | due.date | due.open | account.branch

            NO_KONTRAK | ANGSURAN_KE | TGL_JT | SISA_ANGSURAN
            account.reference | due.reference | due.date | due.open

            No PK | Nama Konsumen | No HP | Jumlah Tunggakan | Umur Tunggakan | Kolektor
            account.reference | debtor.name | debtor.phone | account.overdue | account.dpd | account.collector

            Kode Toko | No Bon | Tgl Jatuh Tempo | Belum Dibayar
            debtor.reference | due.reference | due.date | due.open

            ID Pelanggan | Tanggal Jatuh Tempo | Sisa Tagihan
            debtor.reference | due.date | due.open

            No Pinjaman | Nominal Tunggakan | Jumlah Hari Tunggakan | Status
            account.reference | account.overdue | account.dpd | account.status

            No Kontrak | No Faktur | Jatuh Tempo | Outstanding | Tunggakan | DPD
            account.reference | due.reference | due.date | due.open | account.overdue | account.dpd

            Inv No | Cust ID | Due | Balance
            due.reference | debtor.reference | due.date | due.open

            Invoice No | Customer Name | Customer No | Due Date | O/S
            due.reference | debtor.name | debtor.reference | due.date | due.open

            Account No | Days Past Due | Overdue Amount | Outstanding Balance
            account.reference | account.dpd | account.overdue | -

            Loan ID | DPD | Arrears
            account.reference | account.dpd | account.overdue

            Contract No | Past Due Amount | Days Overdue | Branch | Collector
            account.reference | account.overdue | account.dpd | account.branch | account.collector

            Document No | Customer Code | Net Due Date | Open Amount | Currency
            due.reference | debtor.reference | due.date | due.open | account.currency

            Bill No | Client Code | Due Date | Invoice Amount | Amount Outstanding
            due.reference | debtor.reference | due.date | due.amount | due.open
            """)
    }

    @Test("twenty and more header rows of debtors")
    func debtors() {
        Self.check(.debtors, """
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
            """)
    }

    @Test("twenty and more header rows of accounts")
    func accounts() {
        Self.check(.accounts, """
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
            """)
    }

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
