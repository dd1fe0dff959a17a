import Desk
import Receivables
import Store
import ServiceLifecycle
import Synchronization

/// One thing that happened in the book, as live pages are told it.
package struct NewsItem: Sendable {
    package let entry: Int64
    package let debtor: Int64?
    package let kind: String
    package let actor: String
}

/// What a live page is sent.
package enum NewsEvent: Sendable {
    case change(NewsItem)
    /// A sign of life, so that proxies keep the connection and a page that is gone is noticed.
    case beat
}

/// Looks at the journal once a second for everybody, and tells all who listen.
package final class NewsDesk: Service {
    private struct Listener {
        let user: Int64
        let access: Access
        let continuation: AsyncStream<NewsEvent>.Continuation
    }

    private struct State {
        var next = 0
        var listeners: [Int: Listener] = [:]
        var latest: Int64?
        var looks: Int64 = 0
    }

    private let desk: Desk
    private let offload: Offload
    private let state = Mutex(State())

    package init(desk: Desk, offload: Offload) {
        self.desk = desk
        self.offload = offload
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if self.state.withLock({ !$0.listeners.isEmpty }) { await self.look() }
                self.beat()
                try? await Task.sleep(for: .milliseconds(WebLimits.newsMilliseconds))
            }
        }
    }

    /// A stream of what happens from now on. Error: `server-busy` when one person, or all, listen too often.
    func listen(_ signedIn: SignedIn) throws(Problem) -> (stream: AsyncStream<NewsEvent>, id: Int) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: NewsEvent.self, bufferingPolicy: .bufferingNewest(WebLimits.streamEvents))
        let id: Int? = state.withLock { state in
            let own = state.listeners.values.count { $0.user == signedIn.user.id }
            guard own < WebLimits.streamsPerUser, state.listeners.count < WebLimits.streams else { return nil }
            state.next += 1
            state.listeners[state.next] = Listener(
                user: signedIn.user.id, access: signedIn.access, continuation: continuation)
            return state.next
        }
        guard let id else { throw Problem(.serverBusy) }
        return (stream, id)
    }

    /// Ends a stream, also while it is listened to.
    func leave(_ id: Int) {
        let listener = state.withLock { $0.listeners.removeValue(forKey: id) }
        listener?.continuation.finish()
    }

    private func beat() {
        let listeners = state.withLock { state -> [AsyncStream<NewsEvent>.Continuation] in
            state.looks += 1
            let isTime = state.looks * WebLimits.newsMilliseconds % (WebLimits.streamBeatSeconds * 1000) == 0
            return isTime ? state.listeners.values.map(\.continuation) : []
        }
        for continuation in listeners { continuation.yield(.beat) }
    }

    /// A database that does not answer just now is asked again a second later; pages then learn everything.
    private func look() async {
        let since = state.withLock { $0.latest }
        let desk = desk
        let found = try? await offload.run {
            guard let since else { return BookChanges(latest: try desk.latestEntry(), changes: [], isCut: false) }
            return try desk.changes(since: since, limit: WebLimits.streamEvents)
        }
        guard let found else { return }
        let listeners = state.withLock { state in
            state.latest = found.latest
            return Array(state.listeners.values)
        }
        guard !found.changes.isEmpty else { return }
        for (access, same) in Dictionary(grouping: listeners, by: { NewsDesk.part(of: $0.access) }) {
            await tell(found.changes, same, seeing: access.isWhole ? nil : same[0].access)
        }
    }

    /// Which part of the book somebody sees: who sees the same is told the same.
    private struct Part: Hashable {
        let portfolios: Set<String>?
        let branches: Set<String>?

        var isWhole: Bool { portfolios == nil && branches == nil }
    }

    private static func part(of access: Access) -> Part {
        Part(portfolios: access.portfolios, branches: access.branches)
    }

    /// Tells listeners what concerns debtors whom they see, and what concerns nobody in particular.
    private func tell(_ changes: [BookChange], _ listeners: [Listener], seeing access: Access?) async {
        var shown: Set<Int64>?
        if let access {
            let (desk, debtors) = (desk.acting(as: access), Set(changes.compactMap(\.debtor)))
            shown = (try? await offload.run { try desk.shown(debtors) }) ?? []
        }
        for change in changes where change.debtor.map({ shown?.contains($0) ?? true }) ?? true {
            let item = NewsItem(entry: change.entry, debtor: change.debtor, kind: change.kind, actor: change.actor)
            for listener in listeners { listener.continuation.yield(.change(item)) }
        }
    }
}
