import Desk
import Foundation
import Receivables

extension RandomSource {
    /// Bytes of the system, which nobody can foresee.
    static let system = RandomSource { count in
        var bytes = [UInt8](repeating: 0, count: count)
        // The system gives at most 256 at a time, and no secret here is longer.
        guard count <= 256, getentropy(&bytes, count) == 0 else {
            throw Problem(.internalError, [Fact("detail", "getentropy: \(errno)")])
        }
        return bytes
    }
}
