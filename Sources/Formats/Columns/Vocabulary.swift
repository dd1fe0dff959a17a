/// The headers that Indonesian and English files use, by meaning. All are written folded: lower case, words parted by
/// one space, no punctuation (`Tgl. Jatuh Tempo` → `tgl jatuh tempo`). A semicolon begins what says less for certain:
/// `jumlah tagihan` is an amount due, while `total` is one only where nothing else is.
enum Vocabulary {
    struct Name {
        let text: String
        /// 0 for headers that name the key by themselves; each further group says it less for certain.
        let tier: Int
    }

    static let tiers = 3

    /// Headers of the key, best first.
    static func headers(_ key: ColumnKey, _ kind: ImportKind) -> [Name] {
        let own = groups(common[key])
        let more = groups(special[kind]?[key])
        return (0..<tiers).flatMap { tier in
            [own, more].flatMap { tier < $0.count ? $0[tier] : [] }.map { Name(text: $0, tier: tier) }
        }
    }

    private static func groups(_ text: String?) -> [[String]] {
        (text ?? "").split(separator: ";", omittingEmptySubsequences: false).map { group in
            group.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\n" }.reversed().drop { $0 == " " || $0 == "\n" }.reversed())
    }

    private static let common: [ColumnKey: String] = [
        .debtorReference: """
            debtor reference, debtor id, debtor no, debtor number, debtor code, debtor, customer id, customer no, \
            customer number, customer reference, customer code, customerid, customer account, cust id, cust no, \
            cust number, cust code, cust ref, client id, client no, client number, client code, borrower id, \
            borrower no, buyer code, cif, no cif, cif no, nomor cif, id pelanggan, no pelanggan, nomor pelanggan, \
            kode pelanggan, kd pelanggan, kode plg, kd plg, nopel, no pel, id pel, idpel, id nasabah, no nasabah, \
            nomor nasabah, kode nasabah, id debitur, no debitur, nomor debitur, kode debitur, id konsumen, \
            no konsumen, nomor konsumen, kode konsumen, id customer, no customer, nomor customer, kode customer, \
            kode cust, kd cust, id cust, no cust, kode langganan, kode toko, kode outlet pelanggan, member id, \
            member no, user id, id anggota, no anggota, nomor anggota, kode anggota, id peminjam, no peminjam, nik, \
            no ktp; party code, party id, bp code, partner code, payer id, kode mitra, ktp
            """,
        .debtorName: """
            debtor name, customer name, name customer, client name, borrower name, cust name, buyer name, \
            nama debitur, nama nasabah, nama pelanggan, nama konsumen, nama customer, nama cust, nama plg, \
            nama langganan, nama toko, nama anggota, nama peminjam, nama lengkap, full name, company name, \
            nama perusahaan; name, nama, customer, pelanggan, nasabah, debitur, konsumen, peminjam, anggota, cust, \
            client, borrower, buyer, langganan, toko, bill to
            """,
        .debtorPhone: """
            phone, phone number, phone no, mobile, mobile phone, mobile number, mobile no, telephone, telephone no, \
            tel, tel no, telepon, no telepon, nomor telepon, nomor telpon, no telpon, telpon, telp, no telp, no tlp, \
            tlp, hp, no hp, nomor hp, nomor handphone, handphone, no handphone, ponsel, no ponsel, nomor ponsel, \
            whatsapp, whats app, whatsapp no, whats app no, no whatsapp, nomor whatsapp, no wa, nomor wa, wa, wa no, \
            msisdn, cell, cell phone, hp wa, telp hp, no telp hp, contact number, contact no, no kontak, \
            nomor kontak
            """,
        .debtorEmail: "email, e mail, email address, alamat email, surel, mail, email pelanggan",
        .debtorAddress: """
            address, alamat, alamat rumah, alamat domisili, alamat ktp, alamat lengkap, alamat tagih, \
            alamat penagihan, alamat pelanggan, alamat nasabah, alamat konsumen, billing address, street, \
            street address
            """,
        .debtorProvince: "province, provinsi, propinsi, prov, region, state",
        .debtorLanguage: "language, bahasa, lang",
        .accountReference: """
            account reference, account id, account no, account number, account ref, accountid, acc no, acc number, \
            acct no, acct, contract no, contract number, contract id, agreement no, agreement number, agreement id, \
            loan id, loan no, loan number, loan account, loan account no, loanid, systemloanid, no kontrak, \
            nomor kontrak, no kontrak kredit, nokontrak, no kon, id kontrak, no perjanjian, nomor perjanjian, \
            no pinjaman, nomor pinjaman, id pinjaman, no rekening, nomor rekening, no rekening pinjaman, \
            no rekening kredit, no rek, norek, no rek kredit, no kredit, nomor kredit, no loan, no fasilitas, \
            nomor fasilitas, facility id, facility no, no akad, nomor akad, no pk, nomor pk, no spk, no pembiayaan, \
            nomor pembiayaan, no aplikasi pinjaman; account, contract, agreement, loan, kontrak, rekening, \
            perjanjian, pk, akad, pinjaman
            """,
        .accountAlias: """
            alias, account alias, alternate reference, other reference, virtual account, virtual account no, \
            virtual account number, no virtual account, nomor virtual account, va number, va no, no va, nomor va, \
            va, kode bayar, kode pembayaran
            """,
        .accountProduct: """
            product, product type, product name, product code, produk, jenis produk, nama produk, kode produk, \
            tipe produk, jenis pinjaman, jenis kredit, jenis pembiayaan, loan type, facility, tipe pembiayaan
            """,
        .accountOpened: """
            opened, open date, opened on, opening date, disbursed, disbursement date, disbursed on, approved date, \
            approveddate, contract date, start date, tgl pencairan, tanggal pencairan, tgl cair, tanggal cair, \
            tgl kontrak, tanggal kontrak, tgl akad, tanggal akad, tgl realisasi, tanggal realisasi
            """,
        .accountCurrency: "account currency, currency, currency code, mata uang, valuta, kurs, curr, ccy",
        .accountStatus: """
            account status, loan status, contract status, status akun, status rekening, status kontrak, \
            status pinjaman, status kredit; status
            """,
        .accountBranch: """
            branch, branch code, branch name, branch office, cabang, kode cabang, nama cabang, kantor cabang, cab, \
            kode cab, kd cabang; outlet, unit, kantor, area, pos
            """,
        .accountCollector: """
            collector, collector name, kolektor, nama kolektor, desk collector, desk coll, deskcoll, desk call, \
            petugas, petugas penagihan, petugas penagih, penagih, pic penagihan, pic collection, pic, agent, \
            account officer, ar officer, ar staff, admin ar, ao, nama ao; officer, assigned to, owner, salesman, \
            sales
            """,
        .accountOverdue: """
            overdue amount, amount overdue, total overdue, past due amount, arrears amount, total arrears, \
            amount in arrears, jumlah tunggakan, total tunggakan, nilai tunggakan, nominal tunggakan, \
            sisa tunggakan, saldo tunggakan, tunggakan total, kewajiban jatuh tempo; overdue, arrears, past due, \
            tunggakan, ovd, ovd amount, od amount, menunggak
            """,
        .accountDPD: """
            dpd, days past due, days overdue, days late, days in arrears, overdue days, past due days, \
            hari tunggakan, hari menunggak, jumlah hari tunggakan, hari keterlambatan, jumlah hari keterlambatan, \
            hari terlambat, lama tunggakan, lama menunggak, umur tunggakan, umur tunggakan hari, od days, ovd days, \
            hari od, hari ovd, hari dpd, ovd hari, hari lewat jatuh tempo, hari telat; hari, keterlambatan, days, \
            telat, aging days, umur hari, od
            """,
        .dueReference: """
            due reference, due no, invoice no, invoice number, invoice id, invoice reference, invoice ref, inv no, \
            inv number, inv id, inv ref, invoice num, document no, document number, document id, doc id, doc no, \
            doc number, bill no, bill number, bill id, no faktur, nomor faktur, no fak, no invoice, nomor invoice, \
            no inv, nomor inv, no tagihan, nomor tagihan, no dokumen, nomor dokumen, no nota, nomor nota, no bon, \
            no sj faktur, installment no, instalment no, installment number, instalment number, angsuran ke, \
            no angsuran, nomor angsuran, angs ke, ang ke, cicilan ke, no cicilan, installment seq; invoice, inv, \
            document, doc, faktur, nota, tenor ke, bulan ke, periode ke, ke, installment, instalment, angsuran, \
            cicilan, seq, period no; no, nomor, no urut, number
            """,
        .dueIssued: """
            issued, issue date, issued on, invoice date, inv date, document date, doc date, posting date, bill date, \
            billing date, tgl faktur, tanggal faktur, tgl invoice, tanggal invoice, tgl inv, tanggal inv, tgl nota, \
            tanggal nota, tgl terbit, tanggal terbit, tgl dokumen, tanggal dokumen, tgl tagihan, tanggal tagihan
            """,
        .dueDate: """
            due date, date due, due on, duedate, due in date, payment due date, net due date, inv due date, \
            invoice due date, installment due date, instalment due date, jatuh tempo, tgl jatuh tempo, \
            tanggal jatuh tempo, tgl jt, tanggal jt, tgl jth tempo, tanggal jth tempo, tgl jt tempo, \
            tanggal jt tempo, jth tempo, jt tempo, jatuh tempo angsuran, tgl jatuh tempo angsuran, \
            jatuh tempo faktur, jatuh tempo invoice, tgl jtempo, jtempo, tgl tempo, due dt; due, tempo, jt, jth tmp, \
            duedt, maturity, maturity date, first due date, firstduedate
            """,
        .dueAmount: """
            due amount, amount due, total due, totaldue, invoice amount, invoice value, invoice total, inv amount, \
            inv amt, inv value, bill amount, installment amount, instalment amount, original amount, gross amount, \
            jumlah tagihan, total tagihan, nominal tagihan, nilai tagihan, nilai faktur, jumlah faktur, \
            total faktur, nominal faktur, nilai invoice, jumlah invoice, total invoice, nominal invoice, nilai inv, \
            nilai nota, jumlah piutang, nilai piutang, total piutang, nominal piutang, besar angsuran, \
            jumlah angsuran, nilai angsuran, nominal angsuran, total angsuran, angsuran per bulan, \
            cicilan per bulan, nilai cicilan, jumlah cicilan, nominal cicilan, besar cicilan; angsuran, cicilan, \
            tagihan, piutang, installment, instalment, emi, converted usd; amount, amt, total amount, amount idr, \
            amount rp, total, grand total, nominal, jumlah, nilai, jml, jumlah rp, nilai rp, nominal rp, total rp, \
            value
            """,
        .duePrincipal: """
            principal, principal due, principal amount, pokok, angsuran pokok, pokok angsuran, angs pokok, \
            nilai pokok, tagihan pokok, pokok tagihan, tunggakan pokok, dpp
            """,
        .dueInterest: """
            interest, interest due, interest amount, bunga, angsuran bunga, bunga angsuran, angs bunga, \
            tagihan bunga, tunggakan bunga, margin, jasa, nilai bunga, ujrah, bagi hasil, angsuran margin
            """,
        .dueFee: """
            fee, fees, fee amount, admin fee, service fee, biaya, biaya admin, biaya administrasi, biaya layanan, \
            biaya lain
            """,
        .duePenalty: """
            penalty, penalties, late fee, late fees, late charge, late charges, penalty amount, denda, nilai denda, \
            total denda, tagihan denda, tunggakan denda, biaya keterlambatan, denda keterlambatan
            """,
        .dueCurrency: """
            due currency, invoice currency, document currency, currency, currency code, mata uang, valuta, curr, ccy
            """,
        .dueDisputed: """
            disputed, dispute, in dispute, is disputed, sengketa, sanggahan, keberatan, dispute flag, komplain
            """,
        .duePaid: """
            paid amount, amount paid, paid so far, sudah dibayar, telah dibayar, jumlah dibayar, jumlah bayar, \
            jumlah terbayar, nilai terbayar, nilai bayar, total bayar, total dibayar, total terbayar, \
            total pembayaran, jumlah pembayaran, pembayaran diterima; paid, terbayar, dibayar, bayar, pembayaran
            """,
        .dueSettled: """
            settled, settled date, settled on, clear date, cleared, cleared on, clearing date, settlement date, \
            paid off date, tgl lunas, tanggal lunas, tgl pelunasan, tanggal pelunasan, closed date, closeddate; \
            paid on, paid date, date paid, payment date, tgl bayar, tanggal bayar, tgl byr, tgl pembayaran, \
            tanggal pembayaran, lunas
            """,
        .dueOpen: """
            open amount, amount open, open balance, outstanding amount, outstanding balance, amount outstanding, \
            balance due, remaining amount, remaining balance, os amount, os balance, o s amount, sisa tagihan, \
            sisa piutang, sisa angsuran, sisa faktur, sisa invoice, sisa nota, sisa hutang, sisa utang, \
            saldo piutang, saldo tagihan, saldo faktur, saldo akhir, saldo hutang, os tagihan, os piutang, \
            belum dibayar, belum terbayar, kurang bayar, outstanding piutang; open, outstanding, balance, remaining, \
            os, o s, sisa, saldo, bal, unpaid; sisa tunggakan, tunggakan
            """,
        .dueWithdrawn: """
            withdrawn, withdrawn on, cancelled, cancelled on, canceled, cancellation date, batal, tgl batal, \
            tanggal batal, dibatalkan
            """,
        .paymentReference: """
            payment reference, payment id, payment no, payment number, payment ref, receipt no, receipt number, \
            transaction id, transaction no, transaction reference, transaction ref, trx id, trx no, trx ref, \
            no transaksi, id transaksi, nomor transaksi, no trx, id trx, no kwitansi, nomor kwitansi, no kuitansi, \
            nomor kuitansi, no bukti, nomor bukti, no bukti bayar, no bukti transfer, id pembayaran, no pembayaran, \
            nomor pembayaran, no referensi, nomor referensi, no ref, kode transaksi; reference, reference no, ref, \
            ref no, referensi, kwitansi, kuitansi, bukti, voucher no; id, no, nomor, number
            """,
        .paymentDate: """
            payment date, pay date, paid date, paid on, date paid, date of payment, tgl bayar, tanggal bayar, \
            tgl byr, tgl pembayaran, tanggal pembayaran, tgl terima, tanggal terima, tgl setor, tanggal setor, \
            tgl transfer, tanggal transfer, received on, receipt date, date received; value date, transaction date, \
            trx date, tgl transaksi, tanggal transaksi, tgl trx, tgl valuta, tanggal valuta, posting date, \
            tgl efektif; date, tanggal, tgl
            """,
        .paymentAmount: """
            payment amount, amount paid, paid amount, received amount, amount received, total paid, jumlah bayar, \
            jumlah pembayaran, jumlah dibayar, nilai bayar, nilai pembayaran, nominal bayar, nominal pembayaran, \
            total bayar, total pembayaran, jml bayar, jumlah setor, nominal transfer, jumlah transfer, \
            jumlah terima; received, paid, payment, bayar, pembayaran, setoran; amount, amt, total amount, \
            amount idr, amount rp, nominal, nominal rp, jumlah, jumlah rp, nilai, total, jml, value
            """,
        .paymentCurrency: "payment currency, currency, currency code, mata uang, valuta, curr, ccy",
        .paymentChannel: """
            payment channel, channel, payment method, method, kanal, kanal pembayaran, metode, metode bayar, \
            metode pembayaran, cara bayar, via, bank
            """,
        .paymentPayer: """
            payer, payer name, payer reference, paid by, remitter, sender, pembayar, nama pembayar, penyetor, \
            nama penyetor, pengirim, nama pengirim; description, keterangan, berita, remark, remarks
            """,
        .promiseMade: """
            promise made, made, made on, date made, promise made on, ptp made, ptp made on, promised at, tgl dibuat, \
            tanggal dibuat, tgl buat, tanggal buat, tgl input, tanggal input, tgl ptp dibuat, tgl janji dibuat, \
            tanggal janji dibuat, tgl buat janji, tgl input ptp, entry date, input date; created on, created at, \
            created, call date, contact date, tgl telepon, tanggal telepon, tgl call, tgl kontak, tanggal kontak, \
            tgl kunjungan, tanggal kunjungan, tgl visit, tgl follow up, tgl fu, tgl catat; tgl janji, tanggal janji, \
            date, tanggal, tgl, promised on, tgl ptp, tanggal ptp
            """,
        .promiseDate: """
            promise to pay date, promised payment date, promised pay date, promise pay date, tgl janji bayar, \
            tanggal janji bayar, tgl jb, tanggal jb, tgl akan bayar, tgl rencana bayar, tanggal rencana bayar, \
            tgl janji pembayaran, tanggal janji pembayaran, janji bayar tgl, janji bayar tanggal; promise date, \
            promised date, promise day, ptp date, date promised, due date of promise, tgl janji, tanggal janji, \
            tgl ptp, tanggal ptp, janji bayar, janji tgl, ptp, promise due date; promised on, janji
            """,
        .promiseAmount: """
            promise amount, promised amount, ptp amount, amount promised, promise to pay amount, jumlah janji, \
            nilai janji, nominal janji, jumlah janji bayar, nilai janji bayar, nominal janji bayar, jumlah ptp, \
            nilai ptp, nominal ptp, ptp nominal, janji nominal, jumlah akan bayar; amount, amt, nominal, jumlah, \
            nilai, total, jml, value
            """,
        .contactChannel: """
            contact channel, channel, contact type, contact method, media, media kontak, kanal, saluran, \
            jenis kontak, tipe kontak, cara kontak; action, aksi, action code, kode aksi, kode action, \
            kode tindakan, tindakan, via, aktivitas, activity
            """,
        .contactAt: """
            contact at, contacted at, contact time, contact date, contacted on, call time, call date, visit date, \
            date of contact, date of call, waktu kontak, waktu telepon, waktu call, tgl kontak, tanggal kontak, \
            tgl telepon, tanggal telepon, tgl telp, tgl call, tanggal call, tgl hubungi, tanggal hubungi, \
            tgl kunjungan, tanggal kunjungan, tgl visit, tanggal visit, tgl follow up, tanggal follow up, tgl fu, \
            tanggal fu, tgl aktivitas, activity date, action date, tgl tindakan, tanggal tindakan, tgl penagihan, \
            tanggal penagihan; at, datetime, date time, timestamp, date, waktu, tanggal, tgl, tgl jam, created at, \
            tgl input
            """,
        .contactResult: """
            contact result, result, result code, call result, outcome, disposition, hasil, hasil kontak, \
            hasil telepon, hasil telp, hasil call, hasil kunjungan, hasil visit, hasil follow up, hasil fu, \
            hasil penagihan, kode hasil, kode result, respon; status call, status kontak, status telepon, \
            status panggilan, call status, status, respons, response
            """,
        .contactNote: """
            contact note, note, notes, remark, remarks, comment, comments, catatan, keterangan, ket, memo, \
            keterangan hasil, description, catatan kontak
            """,
    ]

    /// Headers that mean something only in one kind of file: there the plain `id` or `reference` is the thing itself.
    private static let special: [ImportKind: [ColumnKey: String]] = [
        .debtors: [.debtorReference: "; id, reference, ref, kode, code; no, nomor"],
        .accounts: [.accountReference: "; id, reference; no, nomor, number", .accountAlias: "ref"],
        .receivables: [.accountAlias: "ref"],
        .promises: [.paymentCurrency: "promise currency"],
    ]
}
