import Desk
import Formats
import Receivables
import Wording

/// A file that came with a request, on disk while the request lasts.
package struct Upload: Sendable {
    /// Where it lies.
    package let path: String
    /// As the person calls it.
    package let name: String
    package let bytes: Int
}

/// Who looks at a page, and how it speaks to them.
package struct Viewer: Sendable {
    /// Nil: nobody has signed in.
    package let signedIn: SignedIn?
    package let catalogue: Catalogue

    package var language: Language { catalogue.printing.language }

    package init(signedIn: SignedIn?, language: Language) {
        self.signedIn = signedIn
        catalogue = Catalogue(language)
    }

    package func may(_ permission: Permission) -> Bool { signedIn?.access.permissions.contains(permission) ?? false }
}

/// One request, ready for a page: who, what, and the desk that acts for them. Handlers run on threads of their own and
/// may block them.
package struct Visit: Sendable {
    package let method: String
    /// The path as it came, without the query.
    package let path: String
    package let parameters: [String: String]
    package let query: Fields
    package let form: Fields
    package let json: JSONValue?
    package let upload: Upload?
    package let viewer: Viewer
    package let desk: Desk
    package let site: Site
    /// A script asks for the part of the page that it shows anew, by its name.
    package let part: String?
    /// The address that the request came from, for the lock-out.
    package let address: String
    package let agent: String
    package let requestID: String
    package let idempotencyKey: String?

    package var catalogue: Catalogue { viewer.catalogue }
    package var printing: Printing { viewer.catalogue.printing }

    /// A sentence or label of the pages.
    package func say(_ word: some PageWord, _ facts: [Fact] = []) -> String { catalogue.text(word, facts) }

    /// A part of the path, such as a reference.
    package func parameter(_ name: String) throws(Problem) -> String {
        guard let value = parameters[name] else { throw Problem(.pageUnknown) }
        return value
    }
}

/// What all requests share.
package struct Site: Sendable {
    package let isSecure: Bool
    package let assets: Assets
    package let sessions: SessionCache
    package let news: NewsDesk
    package let metrics: Metrics
    package let imports: ImportRoom
    /// A book whose users and passwords are known: the sample book.
    package let isDemo: Bool

    /// The prefix ties the cookie to this host and to encryption (RFC 6265bis §4.1.3.2).
    package var sessionCookie: String { isSecure ? "__Host-lunas" : "lunas" }
}
