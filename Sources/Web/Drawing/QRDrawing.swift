import CQREncode
import Glibc

/// A text as a QR code (ISO/IEC 18004), for the camera of a telephone.
enum QRDrawing {
    /// White around it, in modules, as the standard wants (§5.3.8).
    static let quiet = 4
    /// A whole number of pixels for each module, so that all are of one size.
    private static let pixels = 4

    /// Nil where the text is too long for any code.
    static func markup(_ text: String, title: String) -> HTML? {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let modules = code.pointee.data else { return nil }
        let side = width + 2 * quiet
        // Dark modules beside each other are one stroke.
        let path = (0..<width).map { y in
            var row = ""
            var x = 0
            while x < width {
                let run = (x..<width).prefix { modules[y * width + $0] & 1 == 1 }.count
                if run > 0 { row += "M\(x + quiet) \(y + quiet)h\(run)v1h-\(run)z" }
                x += max(1, run)
            }
            return row
        }.joined()
        return """
            <svg class="qr" width="\(side * pixels)" height="\(side * pixels)" viewBox="0 0 \(side) \(side)" \
            role="img" aria-label="\(title)" shape-rendering="crispEdges">\
            <rect width="\(side)" height="\(side)" fill="#fff"/><path d="\(path)" fill="#000"/></svg>
            """
    }
}
