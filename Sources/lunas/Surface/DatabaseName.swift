import Foundation

/// How a person named a database, and how it may be told to others: without the password.
struct DatabaseName: Equatable {
    let url: String

    init(_ url: String) { self.url = url }

    /// The same database under two names is one, as far as names show it.
    static func == (one: DatabaseName, other: DatabaseName) -> Bool { one.canonical == other.canonical }

    /// The path of a file; nil for a server.
    var path: String? {
        var path = url
        if path.hasPrefix("sqlite:") {
            path = String(path.dropFirst("sqlite:".count))
            if path.hasPrefix("///") { path = String(path.dropFirst(2)) }
        } else if path.contains("://") {
            return nil
        }
        return path
    }

    private var canonical: String {
        path.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().standardizedFileURL.path } ?? url
    }

    /// The name without any password that stands in it: behind the user's name, or as an option.
    var told: String {
        guard path == nil, let scheme = url.range(of: "://") else { return url }
        var rest = String(url[scheme.upperBound...])
        let end = rest.firstIndex { "/?".contains($0) } ?? rest.endIndex
        // A password with a sign that should have been written as %2F or %3F reaches further than it seems.
        if rest[..<end].contains(":"), !rest[..<end].contains("@"), rest[end...].contains("@") {
            return url[..<scheme.upperBound] + "…"
        }
        if let at = rest[..<end].lastIndex(of: "@"), let colon = rest[..<at].firstIndex(of: ":") {
            rest.replaceSubrange(colon..<at, with: "")
        }
        guard let mark = rest.firstIndex(of: "?") else { return url[..<scheme.upperBound] + rest }
        let options = rest[rest.index(after: mark)...].split(separator: "&").filter {
            !$0.hasPrefix("password=") && !$0.hasPrefix("sslpassword=")
        }
        rest = rest[..<mark] + (options.isEmpty ? "" : "?" + options.joined(separator: "&"))
        return url[..<scheme.upperBound] + rest
    }
}
