import CExpat
import Receivables

/// What an XML stream tells: elements with their attributes, and text. Names come without their namespace prefix.
protocol XMLListener: AnyObject {
    func started(_ name: String, _ attributes: [String: String]) throws(Problem)
    func ended(_ name: String) throws(Problem)
    func text(_ bytes: Bytes) throws(Problem)
}

/// Feeds XML piece by piece through expat. Document type declarations are refused: workbooks have none, and entity
/// bombs live there. Tags, comments and nesting without end are refused too, so that memory stays bounded.
final class XMLStream {
    private let parser: XML_Parser
    private let listener: any XMLListener
    private let name: String
    private var failure: Problem?
    private var depth = 0
    private var fedBytes = 0

    init(_ listener: any XMLListener, name: String) throws(Problem) {
        guard let parser = XML_ParserCreate(nil) else { throw Gunzip.damaged(name, Phrase(.outOfMemory)) }
        self.parser = parser
        self.listener = listener
        self.name = name
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { user, element, attributes in
                XMLStream.from(user).start(element, attributes)
            },
            { user, element in
                XMLStream.from(user).end(element)
            })
        XML_SetCharacterDataHandler(parser) { user, text, length in
            guard let text else { return }
            let stream = XMLStream.from(user)
            text.withMemoryRebound(to: UInt8.self, capacity: Int(length)) {
                stream.take(Bytes(start: $0, count: Int(length)))
            }
        }
        XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
            let stream = XMLStream.from(user)
            stream.stop(Gunzip.damaged(stream.name, Phrase(.xmlDocumentType)))
        }
    }

    deinit { XML_ParserFree(parser) }

    func feed(_ bytes: Bytes) throws(Problem) {
        let status = bytes.withMemoryRebound(to: CChar.self) { XML_Parse(parser, $0.baseAddress, Int32($0.count), 0) }
        try check(status)
        fedBytes += bytes.count
        // What expat has not told yet, it keeps.
        guard fedBytes - Int(XML_GetCurrentByteIndex(parser)) <= FormatLimits.xmlTokenBytesMax else {
            throw Gunzip.damaged(name, Phrase(.xmlWithoutEnd, [Fact("line", XML_GetCurrentLineNumber(parser))]))
        }
    }

    func finish() throws(Problem) { try check(XML_Parse(parser, nil, 0, 1)) }

    private func check(_ status: XML_Status) throws(Problem) {
        if let failure { throw failure }
        guard status == XML_STATUS_ERROR else { return }
        let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "not XML"
        throw Gunzip.damaged(
            name, Phrase(.xmlBroken, [Fact("line", XML_GetCurrentLineNumber(parser))]), detail: reason)
    }

    private static func from(_ user: UnsafeMutableRawPointer?) -> XMLStream {
        guard let user else { preconditionFailure("expat hands back what it was given") }
        return Unmanaged<XMLStream>.fromOpaque(user).takeUnretainedValue()
    }

    private func start(_ element: UnsafePointer<CChar>?, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard failure == nil, let element else { return }
        depth += 1
        guard depth <= FormatLimits.xmlDepthMax else {
            let line = Fact("line", XML_GetCurrentLineNumber(parser))
            return stop(Gunzip.damaged(name, Phrase(.xmlTooDeep, [line])))
        }
        var attributes: [String: String] = [:]
        var at = 0
        while let list, let key = list[at], let value = list[at + 1] {
            attributes[XMLStream.local(key)] = String(cString: value)
            at += 2
        }
        do { try listener.started(XMLStream.local(element), attributes) } catch { stop(error) }
    }

    private func end(_ element: UnsafePointer<CChar>?) {
        guard failure == nil, let element else { return }
        depth -= 1
        do { try listener.ended(XMLStream.local(element)) } catch { stop(error) }
    }

    private func take(_ text: Bytes) {
        guard failure == nil else { return }
        do { try listener.text(text) } catch { stop(error) }
    }

    private func stop(_ problem: Problem) {
        failure = problem
        XML_StopParser(parser, 0)
    }

    /// `x:row` → `row`; the relationship attribute `r:id` keeps its prefix, for it differs from `id`.
    private static func local(_ name: UnsafePointer<CChar>) -> String {
        let whole = String(cString: name)
        guard let colon = whole.lastIndex(of: ":"), whole != "r:id" else { return whole }
        return String(whole[whole.index(after: colon)...])
    }
}
