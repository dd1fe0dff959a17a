import Receivables
import Synchronization

/// What the server counts about itself, told in the text format of Prometheus (version 0.0.4). Nothing in it is about a
/// debtor or a person.
package final class Metrics: Sendable {
    /// Upper edges of the buckets of durations, in milliseconds.
    static let edges: [Int64] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 16_384]

    private struct Series {
        var count = 0
        var milliseconds: Int64 = 0
        var buckets = [Int](repeating: 0, count: Metrics.edges.count)
    }

    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct State {
        var requests: [Key: Series] = [:]
        var gauges: [String: Int] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// Notes an answer. `route` is the pattern of the address, never the address itself.
    package func note(method: String, route: String, status: Int, microseconds: Int64) {
        let milliseconds = microseconds / 1000
        state.withLock { state in
            let key = Key(method: method, route: route, status: status)
            var series = state.requests[key] ?? Series()
            series.count += 1
            series.milliseconds += milliseconds
            for (index, edge) in Metrics.edges.enumerated() where milliseconds <= edge { series.buckets[index] += 1 }
            state.requests[key] = series
        }
    }

    package func change(_ gauge: String, by difference: Int) {
        state.withLock { $0.gauges[gauge, default: 0] += difference }
    }

    package func value(_ gauge: String) -> Int { state.withLock { $0.gauges[gauge] ?? 0 } }

    package var text: String {
        let state = state.withLock { $0 }
        var lines = [
            "# HELP lunas_http_request_duration_milliseconds How long answers took, by route and status.",
            "# TYPE lunas_http_request_duration_milliseconds histogram",
        ]
        let keys = state.requests.keys.sorted { ($0.route, $0.method, $0.status) < ($1.route, $1.method, $1.status) }
        for key in keys {
            guard let series = state.requests[key] else { continue }
            let labels = "method=\"\(key.method)\",route=\"\(key.route)\",status=\"\(key.status)\""
            for (edge, count) in zip(Metrics.edges, series.buckets) {
                lines.append("lunas_http_request_duration_milliseconds_bucket{\(labels),le=\"\(edge)\"} \(count)")
            }
            lines.append("lunas_http_request_duration_milliseconds_bucket{\(labels),le=\"+Inf\"} \(series.count)")
            lines.append("lunas_http_request_duration_milliseconds_sum{\(labels)} \(series.milliseconds)")
            lines.append("lunas_http_request_duration_milliseconds_count{\(labels)} \(series.count)")
        }
        for (name, value) in state.gauges.sorted(by: { $0.key < $1.key }) {
            lines.append("# TYPE lunas_\(name) gauge")
            lines.append("lunas_\(name) \(value)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
