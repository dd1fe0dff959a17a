import Formats
import Receivables
import Testing

@Suite struct ContactVocabularyTests {
    @Test("words for channels and results in both languages")
    func words() {
        let channels: [(String, ContactChannel?)] = [
            ("WA", .whatsapp), ("Whats App", .whatsapp), ("Telp.", .call), ("phone", .call), ("SMS", .sms),
            ("E-mail", .email), ("SP1", .letter),
            ("Kunjungan", .visit), ("fax", nil), ("", nil),
        ]
        for (word, channel) in channels { #expect(ContactVocabulary.channel(word) == channel, "\(word)") }
        let results: [(String, ContactResult?)] = [
            ("Tidak Diangkat", .noAnswer), ("RNA", .noAnswer), ("PTP", .promised), ("janji bayar", .promised),
            ("Salah Sambung", .wrongNumber),
            ("sudah bayar", .alreadyPaid), ("Nomor tidak aktif", .unreachable), ("xyz", nil),
        ]
        for (word, result) in results { #expect(ContactVocabulary.result(word) == result, "\(word)") }
    }

    @Test("every code is read by its own name")
    func codes() {
        for channel in ContactChannel.allCases { #expect(ContactVocabulary.channel(channel.rawValue) == channel) }
        for result in ContactResult.allCases { #expect(ContactVocabulary.result(result.rawValue) == result) }
    }
}
