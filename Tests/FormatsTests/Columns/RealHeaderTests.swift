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

    static func check(_ kind: ImportKind, _ text: String) {
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
    func receivables() { Self.check(.receivables, Self.receivablesRows) }

    private static let receivablesRows = """
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

        Kd Cust | Cabang | Kolektor | No Invoice | Tanggal Invoice | Tanggal Jatuh Tempo | Total Invoice
        debtor.reference | account.branch | account.collector | due.reference | due.issued | due.date | due.amount

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

        Agreement No | Mobile No | Product | Branch | PIC | Due Date | EMI
        account.reference | debtor.phone | account.product | account.branch | account.collector | due.date | due.amount

        No Pelanggan | Status | Jatuh Tempo | Nilai Piutang | Sengketa | Tgl Batal
        debtor.reference | account.status | due.date | due.amount | due.disputed | due.withdrawn

        Due Dt | Cust Ref | Inv Ref | Gross Amount
        due.date | debtor.reference | due.reference | due.amount
        """

    @Test("twenty and more header rows of payments")
    func payments() { Self.check(.payments, Self.paymentsRows) }

    private static let paymentsRows = """
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
        """

    @Test("twenty and more header rows of promises")
    func promises() { Self.check(.promises, Self.promisesRows.replacing("promise.currency", with: "payment.currency")) }

    private static let promisesRows = """
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
        """
}

extension RealHeaderTests {
    @Test("twenty and more header rows of contacts")
    func contacts() { Self.check(.contacts, Self.contactsRows) }

    private static let contactsRows = """
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
        """

    @Test("twenty and more header rows of snapshots")
    func snapshots() { Self.check(.snapshot, Self.snapshotsRows) }

    private static let snapshotsRows = """
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
        """
}
