import Receivables

/// The words by which older systems name channels and results, in Indonesian and English.
package enum ContactVocabulary {
    /// The channel meant, or nil.
    package static func channel(_ written: String) -> ContactChannel? { channels[HeaderText.folded(written)] }

    /// The result meant, or nil.
    package static func result(_ written: String) -> ContactResult? { results[HeaderText.folded(written)] }

    private static let channels = table(
        [(ContactChannel, String)]([
            (
                .call,
                """
                call, phone, telephone, telp, telepon, tlp, tel, phone call, voice, deskcall, desk call, dial, \
                outbound call, panggilan, nelpon
                """
            ),
            (.sms, "sms, text, text message, pesan singkat, pesan teks"),
            (.whatsapp, "wa, whatsapp, whats app, wa blast, wa chat, whatsapp chat, wapp"),
            (.email, "email, e mail, mail, surel"),
            (.letter, "letter, surat, sp, post, pos, surat peringatan, sp1, sp2, sp3"),
            (.visit, "visit, field, field visit, kunjungan, visit rumah, survey, onsite, datang"),
        ]))

    private static let results = table(
        [(ContactResult, String)]([
            (
                .noAnswer,
                """
                no answer, noanswer, na, not answered, tidak diangkat, tdk diangkat, tidak dijawab, tdk dijawab, \
                no pick up, rna, ring no answer
                """
            ),
            (.busy, "busy, sibuk, nada sibuk, line busy, engaged"),
            (
                .unreachable,
                """
                unreachable, not reachable, tidak aktif, tdk aktif, nomor tidak aktif, mati, off, not active, \
                inactive, mailbox, voicemail, tidak terhubung, diluar jangkauan
                """
            ),
            (.wrongNumber, "wrong number, salah sambung, nomor salah, salah nomor, invalid number, wrong no"),
            (
                .thirdParty,
                "third party, left message, titip pesan, orang lain, keluarga, bukan debitur, tpc, message left"
            ),
            (.delivered, "delivered, sent, terkirim, tersampaikan"),
            (.read, "read, dibaca, seen, opened"),
            (.failed, "failed, gagal, gagal kirim, undelivered, bounced, rejected, not delivered"),
            (
                .reached,
                """
                reached, contacted, contact, connected, answered, diangkat, terhubung, spoke, spoken, rpc, \
                right party contact, bertemu, met, tersambung
                """
            ),
            (.promised, "promised, promise, ptp, promise to pay, janji bayar, janji, will pay, jb, janji akan bayar"),
            (.refused, "refused, refuse, rtp, refuse to pay, refusal, menolak, menolak bayar, tolak, tidak mau bayar"),
            (.disputed, "disputed, dispute, sengketa, keberatan, sanggah, komplain, complaint"),
            (.alreadyPaid, "already paid, paid, sudah bayar, sdh bayar, lunas, claim paid, claims paid, klaim bayar"),
            (.hardship, "hardship, kesulitan, tidak mampu, tidak ada uang, belum ada uang, no money, sakit, phk"),
            (.callback, "callback, call back, hubungi kembali, telepon kembali, telp kembali, call later, nanti"),
        ]))

    private static func table<Code: RawRepresentable<String>>(_ lists: [(Code, String)]) -> [String: Code] {
        var table: [String: Code] = [:]
        for (code, words) in lists {
            table[HeaderText.folded(code.rawValue)] = code
            for word in words.split(separator: ",") { table[String(word).trimmingSpaces] = code }
        }
        return table
    }
}
