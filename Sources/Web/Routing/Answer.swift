import Formats
import HTTPTypes
import Receivables
import Wording

/// What a page or an endpoint answers.
package struct Answer: Sendable {
    package enum Body: Sendable {
        case nothing
        case html(HTML)
        case json(JSONValue)
        case bytes([UInt8], type: String)
    }

    package var status: HTTPResponse.Status
    package var body: Body
    package var fields: HTTPFields = [:]

    package init(_ status: HTTPResponse.Status, _ body: Body) {
        self.status = status
        self.body = body
    }

    /// A whole page, or the part of one that a script asked for.
    package static func page(_ markup: HTML, _ status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status, .html(markup))
    }

    package static func json(_ document: JSONValue, _ status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status, .json(document))
    }

    /// Sends the browser to another page with GET. Only addresses of ours: a path that begins with one slash.
    package static func redirect(to path: String) -> Answer {
        precondition(path.hasPrefix("/") && !path.hasPrefix("//"), "an address inside the product")
        var answer = Answer(.seeOther, .nothing)
        answer.fields[.location] = path
        return answer
    }

    /// A file to be kept.
    package static func file(_ bytes: [UInt8], name: String, type: String) -> Answer {
        var answer = Answer(.ok, .bytes(bytes, type: type))
        answer.fields[.contentDisposition] = "attachment; filename*=UTF-8''" + URLText.encode(name)
        return answer
    }

    /// Sets a cookie that scripts cannot read and that goes to this place alone; no value: takes it away.
    package mutating func setCookie(_ name: String, _ value: String?, isSecure: Bool, seconds: Int?) {
        var text = name + "=" + (value ?? "") + "; Path=/; HttpOnly; SameSite=Lax"
        if isSecure { text += "; Secure" }
        if value == nil { text += "; Max-Age=0" } else if let seconds { text += "; Max-Age=\(seconds)" }
        fields.append(HTTPField(name: .setCookie, value: text))
    }
}
