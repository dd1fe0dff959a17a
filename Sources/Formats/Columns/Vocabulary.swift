/// The headers that Indonesian and English files use, by meaning. All are written folded: lower case, words parted by
/// one space, no punctuation (`Tgl. Jatuh Tempo` → `tgl jatuh tempo`).
enum Vocabulary {
    /// Headers that name the key by themselves, best first.
    static func headers(_ key: ColumnKey, _ kind: ImportKind) -> [String] {
        var list = (common[key] ?? "").split(separator: ",").map { trimmed($0) }
        list += (special[kind]?[key] ?? "").split(separator: ",").map { trimmed($0) }
        return list
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\n" }.reversed().drop { $0 == " " || $0 == "\n" }.reversed())
    }

    private static let common: [ColumnKey: String] = [
        .debtorReference: """
            debtor reference, debtor id, debtor no, debtor number, debtor, customer id, customer no, customer number, \
            customer reference, customer code, customerid, cust id, cust no, cust number, cust code, client id, \
            client no, client number, client code, borrower id, borrower no, cif, no cif, cif no, nomor cif, \
            id pelanggan, no pelanggan, nomor pelanggan, kode pelanggan, id nasabah, no nasabah, nomor nasabah, \
            kode nasabah, id debitur, no debitur, nomor debitur, kode debitur, id konsumen, no konsumen, \
            kode konsumen, id customer, no customer, kode customer, member id, user id, id anggota, no anggota
            """,
        .debtorName: """
            debtor name, customer name, name customer, client name, borrower name, cust name, nama debitur, \
            nama nasabah, nama pelanggan, nama konsumen, nama customer, nama anggota, nama lengkap, full name, name, \
            nama, customer, pelanggan, nasabah, debitur
            """,
        .debtorPhone: """
            phone, phone number, phone no, mobile, mobile phone, mobile number, mobile no, telephone, telepon, \
            no telepon, nomor telepon, telp, no telp, no tlp, tlp, hp, no hp, nomor hp, nomor handphone, handphone, \
            no handphone, ponsel, no ponsel, whatsapp, no whatsapp, no wa, nomor wa, wa, msisdn, cell, cell phone, \
            contact number
            """,
        .debtorEmail: "email, e mail, email address, alamat email, surel, mail",
        .debtorAddress: """
            address, alamat, alamat rumah, alamat lengkap, alamat tagih, alamat penagihan, billing address, street
            """,
        .debtorProvince: "province, provinsi, propinsi, prov, region, state",
        .debtorLanguage: "language, bahasa, lang",
        .accountReference: """
            account reference, account id, account no, account number, account ref, account, accountid, acc no, \
            acct no, contract no, contract number, contract id, contract, agreement no, agreement number, loan id, \
            loan no, loan number, loan account, loanid, systemloanid, no kontrak, nomor kontrak, no perjanjian, \
            nomor perjanjian, no pinjaman, nomor pinjaman, id pinjaman, no rekening, nomor rekening, no rek, rekening, \
            no kredit, nomor kredit, no fasilitas, facility id, no akad, no pk, no spk
            """,
        .accountAlias: """
            alias, account alias, alternate reference, other reference, virtual account, no virtual account, \
            nomor virtual account, va number, no va, nomor va, va
            """,
        .accountProduct: """
            product, product type, product name, produk, jenis produk, nama produk, tipe produk, jenis pinjaman, \
            loan type, facility
            """,
        .accountOpened: """
            opened, open date, opened on, opening date, disbursed, disbursement date, disbursed on, approved date, \
            approveddate, contract date, start date, tgl pencairan, tanggal pencairan, tgl cair, tanggal cair, \
            tgl kontrak, tanggal kontrak, tgl akad, tanggal akad, tgl realisasi, tanggal realisasi
            """,
        .accountCurrency: "account currency, currency, currency code, mata uang, valuta, kurs, curr, ccy",
        .accountStatus: "account status, status, status akun, status rekening, status kontrak, status pinjaman",
        .accountBranch: """
            branch, branch code, branch name, cabang, kode cabang, nama cabang, outlet, kantor cabang, unit
            """,
        .accountCollector: """
            collector, collector name, kolektor, nama kolektor, desk collector, desk coll, petugas, pic, agent, \
            account officer, ao
            """,
        .accountOverdue: """
            overdue, overdue amount, amount overdue, total overdue, past due amount, arrears, arrears amount, \
            tunggakan, total tunggakan, jumlah tunggakan, nilai tunggakan
            """,
        .accountDPD: """
            dpd, days past due, days overdue, days late, overdue days, hari tunggakan, hari keterlambatan, \
            keterlambatan, hari terlambat, lama tunggakan, umur tunggakan, od days, ovd days
            """,
        .dueReference: """
            due reference, due no, invoice, invoice no, invoice number, invoice id, invoice reference, document, \
            document no, document number, document id, doc id, doc no, doc number, bill no, bill number, bill id, \
            installment no, instalment no, installment number, instalment number, installment, instalment, no faktur, \
            nomor faktur, faktur, no invoice, nomor invoice, no tagihan, nomor tagihan, no dokumen, nomor dokumen, \
            no nota, nomor nota, angsuran ke, no angsuran, nomor angsuran, cicilan ke, ke, no, no urut, seq, period no
            """,
        .dueIssued: """
            issued, issue date, issued on, invoice date, document date, posting date, bill date, billing date, \
            tgl faktur, tanggal faktur, tgl invoice, tanggal invoice, tgl nota, tanggal nota, tgl terbit, \
            tanggal terbit, tgl dokumen, tanggal dokumen
            """,
        .dueDate: """
            due date, date due, due, due on, duedate, due in date, maturity, maturity date, payment due date, \
            first due date, firstduedate, net due date, jatuh tempo, tgl jatuh tempo, tanggal jatuh tempo, tgl jt, \
            tgl jth tempo, tanggal jth tempo, jth tempo, jt tempo, tempo
            """,
        .dueAmount: """
            due amount, amount due, total due, totaldue, invoice amount, amount, total amount, total, bill amount, \
            installment amount, instalment amount, original amount, gross amount, nominal, jumlah, jumlah tagihan, \
            nilai, nilai faktur, nilai tagihan, nilai invoice, total tagihan, tagihan, angsuran, besar angsuran, \
            jumlah angsuran, nilai angsuran, cicilan, piutang, jumlah piutang, nilai piutang, converted usd
            """,
        .duePrincipal: """
            principal, principal due, principal amount, pokok, angsuran pokok, pokok angsuran, nilai pokok, \
            tagihan pokok
            """,
        .dueInterest: """
            interest, interest due, interest amount, bunga, angsuran bunga, bunga angsuran, margin, jasa, nilai bunga, \
            ujrah, bagi hasil
            """,
        .dueFee: """
            fee, fees, fee amount, admin fee, service fee, biaya, biaya admin, biaya administrasi, biaya layanan, \
            biaya lain
            """,
        .duePenalty: """
            penalty, penalties, late fee, late charge, late charges, penalty amount, denda, biaya keterlambatan, \
            denda keterlambatan
            """,
        .dueCurrency: """
            due currency, invoice currency, document currency, currency, currency code, mata uang, valuta, curr, ccy
            """,
        .dueDisputed: """
            disputed, dispute, in dispute, is disputed, sengketa, sanggahan, keberatan, dispute flag, komplain
            """,
        .duePaid: """
            paid, paid amount, amount paid, paid so far, terbayar, dibayar, sudah dibayar, jumlah dibayar, \
            nilai terbayar, total bayar
            """,
        .dueSettled: """
            settled, settled date, settled on, clear date, cleared, cleared on, clearing date, settlement date, \
            paid off date, paid on, paid date, date paid, payment date, tgl bayar, tanggal bayar, tgl pembayaran, \
            tanggal pembayaran, tgl lunas, tanggal lunas, tgl pelunasan, tanggal pelunasan, lunas, closed date, \
            closeddate
            """,
        .dueOpen: """
            open, open amount, outstanding, outstanding amount, balance, open balance, remaining, remaining amount, \
            amount open, sisa, sisa tagihan, sisa piutang, saldo, saldo piutang, sisa angsuran, belum dibayar
            """,
        .dueWithdrawn: """
            withdrawn, withdrawn on, cancelled, cancelled on, canceled, cancellation date, batal, tgl batal, \
            tanggal batal, dibatalkan
            """,
        .paymentReference: """
            payment reference, payment id, payment no, payment number, receipt no, receipt number, transaction id, \
            transaction no, transaction reference, trx id, trx no, reference, reference no, ref, no transaksi, \
            id transaksi, nomor transaksi, no kwitansi, nomor kwitansi, no bukti, nomor bukti, id pembayaran, \
            no pembayaran, nomor pembayaran, no referensi, nomor referensi, id
            """,
        .paymentDate: """
            payment date, paid date, paid on, date paid, value date, transaction date, trx date, received on, \
            receipt date, tgl bayar, tanggal bayar, tgl pembayaran, tanggal pembayaran, tgl transaksi, \
            tanggal transaksi, tgl valuta, tanggal valuta, date, tanggal, tgl
            """,
        .paymentAmount: """
            payment amount, amount paid, paid amount, amount, total amount, received, jumlah bayar, jumlah pembayaran, \
            nilai bayar, nilai pembayaran, nominal, jumlah, nilai, total bayar, total, bayar, pembayaran
            """,
        .paymentCurrency: "payment currency, currency, currency code, mata uang, valuta, curr, ccy",
        .paymentChannel: """
            payment channel, channel, payment method, method, kanal, kanal pembayaran, metode, metode bayar, \
            metode pembayaran, cara bayar, via, bank
            """,
        .paymentPayer: """
            payer, payer name, payer reference, paid by, remitter, sender, pembayar, nama pembayar, penyetor, \
            pengirim, description, keterangan, berita
            """,
        .promiseMade: """
            promise made, made, made on, date made, promise made on, created on, created at, promised at, tgl dibuat, \
            tanggal dibuat, tgl buat, tgl input, tanggal input, tgl ptp dibuat
            """,
        .promiseDate: """
            promise date, promised date, promise day, promised on, ptp date, date promised, tgl janji, tanggal janji, \
            tgl janji bayar, tanggal janji bayar, tgl ptp, tanggal ptp, janji bayar
            """,
        .promiseAmount: """
            promise amount, promised amount, ptp amount, amount promised, amount, jumlah janji, nilai janji, \
            nominal janji, jumlah janji bayar, nilai ptp, nominal, jumlah
            """,
        .contactChannel: """
            contact channel, channel, contact type, media, kanal, saluran, jenis kontak, tipe kontak, action, aksi, \
            action code, kode aksi
            """,
        .contactAt: """
            contact at, at, contacted at, contact time, contact date, contacted on, call time, call date, datetime, \
            date time, timestamp, date, waktu, tgl kontak, tanggal kontak, tgl telepon, tanggal telepon, tgl hubungi, \
            waktu kontak, tanggal, tgl
            """,
        .contactResult: """
            contact result, result, result code, outcome, disposition, status, hasil, hasil kontak, hasil telepon, \
            kode hasil, respon
            """,
        .contactNote: "contact note, note, notes, remark, remarks, comment, comments, catatan, keterangan, ket, memo",
    ]

    /// Headers that mean something only in one kind of file: there the plain `id` or `reference` is the thing itself.
    private static let special: [ImportKind: [ColumnKey: String]] = [
        .debtors: [.debtorReference: "id, reference, ref, no, nomor, kode, code"],
        .accounts: [.accountReference: "id, reference, no, nomor, number", .accountAlias: "ref"],
        .receivables: [.accountAlias: "ref"],
        .promises: [.paymentCurrency: "promise currency"],
    ]
}
