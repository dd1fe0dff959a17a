import CArgon2
import Dispatch
import Receivables
import Synchronization

/// What one try of a password costs, whoever tries it.
package struct PasswordCost: Sendable, Equatable {
    package let memoryKiB: UInt32
    package let passes: UInt32
    package let lanes: UInt32

    package init(memoryKiB: UInt32, passes: UInt32, lanes: UInt32) {
        self.memoryKiB = memoryKiB
        self.passes = passes
        self.lanes = lanes
    }

    /// The first of the settings for argon2id in OWASP's Password Storage Cheat Sheet: about as hard to attack as
    /// RFC 9106's second choice on cards with little memory, while two sign-ins at a time fit into a small office PC.
    package static let standard = PasswordCost(memoryKiB: 47_104, passes: 1, lanes: 1)

    /// How a hash with this cost begins.
    var mark: String { "$argon2id$v=19$m=\(memoryKiB),t=\(passes),p=\(lanes)$" }
}

/// Passwords hashed with argon2id (RFC 9106), in the usual notation, which carries cost and salt.
enum PasswordHash {
    private static let saltBytes = 16
    private static let hashBytes = 32

    /// Errors: `sign-in-busy`.
    static func make(_ password: String, _ cost: PasswordCost, _ random: RandomSource) throws -> String {
        let salt = try random.bytes(saltBytes)
        return try HashGate.shared.pass { try make(password, cost, salt: salt) }
    }

    private static func make(_ password: String, _ cost: PasswordCost, salt: [UInt8]) throws(Problem) -> String {
        let bytes = Array(password.utf8)
        let length = argon2_encodedlen(
            cost.passes, cost.memoryKiB, cost.lanes, UInt32(salt.count), UInt32(hashBytes), Argon2_id)
        var encoded = [CChar](repeating: 0, count: length)
        let status = argon2id_hash_encoded(
            cost.passes, cost.memoryKiB, cost.lanes, bytes, bytes.count, salt, salt.count, hashBytes, &encoded, length)
        try check(status)
        return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether the password is the one of the hash; takes the same time whatever differs. Without a hash it takes that
    /// time as well, so that nobody learns which users there are. Error: `sign-in-busy`.
    static func isRight(_ password: String, _ hash: String?, _ cost: PasswordCost) throws -> Bool {
        try HashGate.shared.pass {
            guard let hash else {
                _ = try make(password, cost, salt: Array(repeating: 0, count: saltBytes))
                return false
            }
            let bytes = Array(password.utf8)
            let status = argon2id_verify(hash, bytes, bytes.count)
            if status == ARGON2_VERIFY_MISMATCH.rawValue { return false }
            try check(status)
            return true
        }
    }

    private static func check(_ status: Int32) throws(Problem) {
        if status == ARGON2_MEMORY_ALLOCATION_ERROR.rawValue { throw Problem(.signInBusy) }
        guard status == ARGON2_OK.rawValue else {
            throw Problem(.internalError, [Fact("detail", "argon2: \(String(cString: argon2_error_message(status)))")])
        }
    }
}

/// Lets few compute hashes at a time and few more wait: sign-ins cannot eat the memory, nor all threads that work for
/// people who are in already.
final class HashGate: Sendable {
    static let shared = HashGate(
        running: DeskLimits.passwordsHashedAtATime, waiting: DeskLimits.passwordsWaitingMax)

    private let free: DispatchSemaphore
    private let inside = Mutex(0)
    private let most: Int

    init(running: Int, waiting: Int) {
        free = DispatchSemaphore(value: running)
        most = running + waiting
    }

    /// Error: `sign-in-busy`.
    func pass<Result>(_ body: () throws -> Result) throws -> Result {
        let isLet = inside.withLock { count in
            guard count < most else { return false }
            count += 1
            return true
        }
        guard isLet else { throw Problem(.signInBusy) }
        free.wait()
        defer {
            free.signal()
            inside.withLock { $0 -= 1 }
        }
        return try body()
    }
}
