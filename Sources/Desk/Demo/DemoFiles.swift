import Formats
import Receivables

/// Writes the sample book as the files a creditor would send: one set per line of business, with Indonesian headers,
/// semicolons, days written day first and amounts with dots. Money of the last day comes in a file of its own.
final class DemoFiles {
    let line: DemoLine
    private let folder: String
    private let debtors: OutputFile
    private let accounts: OutputFile
    private let receivables: OutputFile
    private let payments: OutputFile
    private let paymentsToday: OutputFile
    private let promises: OutputFile
    private let contacts: OutputFile
    private let today: Day
    private var paymentNumber = 0

    init(_ line: DemoLine, folder: String, today: Day) throws(Problem) {
        self.line = line
        self.folder = folder
        self.today = today
        func start(_ name: String, _ header: String) throws(Problem) -> OutputFile {
            let file = try OutputFile(DemoFiles.path(folder, line, name))
            try file.write(header + "\r\n")
            return file
        }
        debtors = try start("debitur", "No Debitur;Nama;No HP;Email;Alamat;Provinsi;Bahasa")
        accounts = try start("akun", "No Kontrak;No Debitur;Produk;Tgl Cair;Cabang;Status")
        receivables = try start("angsuran", "No Kontrak;Angsuran Ke;Jatuh Tempo;Pokok;Bunga;Biaya;Denda;Sengketa")
        let payment = "No Transaksi;Tgl Bayar;No Kontrak;Jumlah Bayar;Kanal;Nama Pembayar"
        payments = try start("pembayaran", payment)
        paymentsToday = try start("pembayaran-hari-ini", payment)
        promises = try start("janji-bayar", "No Kontrak;Tgl Dibuat;Tgl Janji;Jumlah Janji")
        contacts = try start("kontak", "No Kontrak;Waktu;Kanal;Hasil;Catatan")
    }

    static func path(_ folder: String, _ line: DemoLine, _ name: String) -> String {
        "\(folder)/\(line.portfolio)-\(name).csv"
    }

    func write(_ person: DemoPerson) throws(Problem) {
        try row(debtors, [
            person.reference, person.name, person.phone, person.email, person.address, person.province, person.language,
        ])
    }

    func write(_ account: DemoAccount, of person: DemoPerson, branch: String) throws(Problem) {
        let reference = account.reference
        try row(accounts, [
            reference, person.reference, account.product.name, written(account.opened), branch, account.status,
        ])
        for due in account.dues {
            try row(
                receivables,
                [
                    reference, due.reference, written(due.day), rupiah(due.principal), rupiah(due.interest),
                    rupiah(due.fee),
                    rupiah(due.penalty), due.isDisputed ? "ya" : "tidak",
                ])
        }
        for payment in account.payments { try write(payment, reference, person) }
        for promise in account.promises {
            try row(promises, [reference, written(promise.made), written(promise.day), rupiah(promise.amount)])
        }
        for contact in account.contacts {
            let time =
                Digits.padded(contact.secondsOfDay / 3600, 2) + ":" + Digits.padded(contact.secondsOfDay / 60 % 60, 2)
            try row(
                contacts,
                [
                    reference, "\(written(contact.day)) \(time)", contact.channel == .call ? "telepon" : "WA",
                    DemoFiles.results[contact.result] ?? contact.result.rawValue, contact.note,
                ])
        }
    }

    private func write(_ payment: DemoAccount.Payment, _ account: String, _ person: DemoPerson) throws(Problem) {
        paymentNumber += 1
        let number = "TRX" + Digits.padded(paymentNumber, 8)
        // A bank statement garbles some account numbers; that money waits until somebody finds its account.
        let named = paymentNumber % 1500 == 700 ? "X" + account.dropFirst(1) : account
        try row(payment.day == today ? paymentsToday : payments, [
            number, written(payment.day), named, rupiah(payment.amount), payment.channel, person.name,
        ])
        guard let returned = payment.returned else { return }
        try row(returned == today ? paymentsToday : payments, [
            number + "R", written(returned), named, rupiah(-payment.amount), payment.channel, person.name,
        ])
    }

    func finish() throws(Problem) {
        for file in [debtors, accounts, receivables, payments, paymentsToday, promises, contacts] { try file.finish() }
    }

    private func row(_ file: OutputFile, _ cells: [String]) throws(Problem) {
        try file.write(cells.map { CSVWriter.field($0, delimiter: 0x3B) }.joined(separator: ";") + "\r\n")
    }

    private func written(_ day: Day) -> String {
        let (year, month, number) = day.civil
        return "\(Digits.padded(number, 2))/\(Digits.padded(month, 2))/\(year)"
    }

    private func rupiah(_ amount: Int) -> String {
        let digits = String(amount.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped += "." }
            grouped.append(digit)
        }
        return amount < 0 ? "-" + grouped : grouped
    }

    /// As a desk in Indonesia writes results down.
    private static let results: [ContactResult: String] = [
        .noAnswer: "tidak diangkat", .busy: "sibuk", .unreachable: "tidak aktif", .thirdParty: "titip pesan",
        .wrongNumber: "salah sambung", .reached: "terhubung", .promised: "janji bayar", .refused: "menolak bayar",
        .hardship: "kesulitan", .callback: "hubungi kembali",
    ]
}
