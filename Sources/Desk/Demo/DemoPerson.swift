import Receivables

/// A debtor of the sample book.
struct DemoPerson: Sendable {
    let reference: String
    let name: String
    let phone: String
    let email: String
    let address: String
    let province: String
    let language: String

    /// Debtor number `number` of a line.
    init(_ number: Int, _ line: DemoLine, _ world: DemoWorld, _ random: inout Seeded) {
        let prefix = line == .multifinance ? "" : "U"
        reference = prefix + Digits.padded(number, line == .multifinance ? 8 : 6)
        let group = world.names[random.place(world.names.map(\.share))]
        let isWoman = random.chance(48)
        let first = random.pick(isWoman ? group.women : group.men)
        name = random.chance(88) ? "\(first) \(random.pick(group.last))" : first
        let place = world.places[random.place(world.places.map(\.share))]
        province = place.province
        language = random.chance(75) ? "id" : place.language
        phone = DemoPerson.phone(&random)
        let mailbox = String(name.lowercased().map { $0 == " " ? "." : $0 })
        email = random.chance(line == .paylater ? 92 : 35) ? "\(mailbox)\(number)@contoh.example" : ""
        address =
            "Jl. \(random.pick(world.streets)) No. \(random.int(1...180)), "
            + "RT \(Digits.padded(random.int(1...12), 2))/RW \(Digits.padded(random.int(1...9), 2)), "
            + random.pick(place.towns)
    }

    /// A mobile number written as people write them, in blocks that no operator uses; one in a hundred is mistyped.
    private static func phone(_ random: inout Seeded) -> String {
        let block = random.int(0...4)
        let middle = Digits.padded(random.int(0...9999), 4)
        let end = Digits.padded(random.int(0...9999), 4)
        switch random.int(1...100) {
        case ...40: return "089\(block)\(middle)\(end)"
        case ...60: return "089\(block)-\(middle)-\(end)"
        case ...80: return "+62 89\(block) \(middle) \(end)"
        case ...94: return "6289\(block)\(middle)\(end)"
        case ...97: return "089\(block) \(middle) \(end) (istri)"
        case ...98: return "089\(block)"
        default: return ""
        }
    }
}
