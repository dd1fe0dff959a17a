import Web

extension WebOptions {
    /// A server that does nothing but what it is asked.
    static var quiet: WebOptions {
        var options = WebOptions(host: "127.0.0.1", port: 0)
        options.keepsUp = false
        return options
    }
}
