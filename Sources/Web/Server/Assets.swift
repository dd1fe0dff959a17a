import Crypto

/// The files that a browser loads beside the page. They are part of the program, and their addresses carry a digest of
/// their content: a browser keeps them until they change.
package struct Assets: Sendable {
    package struct Asset: Sendable {
        package let bytes: [UInt8]
        package let type: String
        package let path: String
    }

    private let all: [String: Asset]

    package init() {
        let script = "text/javascript; charset=utf-8"
        let files: [(name: String, bytes: [UInt8], type: String)] = [
            ("lunas.css", Assets.style, "text/css; charset=utf-8"), ("lunas.js", Assets.script, script),
            ("lunas.svg", PackageResources.lunas_svg, "image/svg+xml"),
        ]
        all = Dictionary(
            uniqueKeysWithValues: files.map { file in
                let digest = SHA256.hash(data: file.bytes).prefix(8).map { byte in
                    let digits = String(byte, radix: 16)
                    return digits.count == 1 ? "0" + digits : digits
                }.joined()
                let asset = Asset(bytes: file.bytes, type: file.type, path: "/assets/\(digest)/\(file.name)")
                return (file.name, asset)
            })
    }

    /// The layers in their order: what comes later wins.
    private static let style =
        PackageResources.tokens_css + PackageResources.base_css + PackageResources.components_css
        + PackageResources.pages_css

    private static let script = PackageResources.lunas_js

    /// The address of a file.
    package func path(_ name: String) -> String { all[name]?.path ?? "/assets/none/\(name)" }

    package func asset(at path: String) -> Asset? { all.values.first { $0.path == path } }
}
