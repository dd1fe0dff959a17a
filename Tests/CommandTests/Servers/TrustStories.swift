import Foundation
import Support
import Testing

/// Encrypted connections: who proves what to whom.
@Suite(.onServers) struct TrustStories {
    @Test func onlyTheRightServerIsTrusted() throws {
        let server = try OwnServer()
        let book = try Book(on: server.engine)
        let plain = try words(book, "ageing", "localhost", server, "sslmode=verify-full&sslrootcert=/dev/null")
        let refused = try book.fails(plain, 77, "database-untrusted")
        #expect(refused["message"].text?.contains("SSL") == true, "\(refused.shown)")
        let (ours, theirs) = (try authority("ours", server), try authority("theirs", server))
        try certify(server, by: ours)
        try server.set(
            ["ssl": "on", "ssl_cert_file": "server.crt", "ssl_key_file": "server.key"], restart: true)
        let full = "sslmode=verify-full&sslrootcert="
        #expect(try book.json(words(book, "ageing", "localhost", server, full + ours))["currencies"].list.isEmpty)
        let findings = try book.program.run(words(book, "doctor", "localhost", server, full + ours) + ["--json"])
        #expect(findings.out.contains("connection-private"), "\(findings.out)")
        // Without the demand nothing is asked for, and the name of the host does not matter to `verify-ca`.
        try book.json(words(book, "ageing", "127.0.0.1", server, "sslmode=verify-ca&sslrootcert=" + ours))
        for (host, root, told) in [
            ("localhost", theirs, "certificate verify failed"), ("127.0.0.1", ours, "127.0.0.1"),
            ("localhost", server.scratch.path("nowhere.crt"), "nowhere.crt"),
        ] {
            for command in ["ageing", "init", "worker"] {
                let error = try book.fails(
                    words(book, command, host, server, full + root) + ["--language", "en"], 77, "database-untrusted")
                #expect(error["message"].text?.contains(told) == true, "\(error.shown)")
                #expect(error["remedy"].text?.contains("sslrootcert") == true)
            }
        }
    }

    private func words(
        _ book: Book, _ command: String, _ host: String, _ server: OwnServer, _ options: String
    ) throws -> [String] {
        let schema = PostgresBooks.schema(of: book.database)
        return [
            command, "--database",
            "postgres://postgres@\(host):\(server.port)/postgres?\(options)&options=-csearch_path%3D\(schema)",
        ]
    }

    private func openssl(_ words: String...) throws { try Tool.run("/usr/bin/openssl", words) }

    /// An authority of this name; gives the file of its certificate.
    private func authority(_ name: String, _ server: OwnServer) throws -> String {
        let path = server.scratch.path(name)
        try openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(name)", "-keyout",
            path + ".key", "-out", path + ".crt")
        return path + ".crt"
    }

    /// A certificate for the name `localhost`, where the server looks for it.
    private func certify(_ server: OwnServer, by authority: String) throws {
        let (key, request, names) = (server.data + "/server.key", server.scratch.path("request"), server.scratch)
        let extensions = try names.write("names", "subjectAltName=DNS:localhost\n")
        try openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", key, "-out", request)
        try openssl(
            "x509", "-req", "-in", request, "-CA", authority, "-CAkey", authority.dropLast(4) + ".key",
            "-CAcreateserial", "-days", "2", "-extfile", extensions, "-out", server.data + "/server.crt")
        chmod(key, 0o600)
        var status = stat()
        #expect(stat(server.data, &status) == 0)
        #expect(chown(key, status.st_uid, status.st_gid) == 0, "a key belongs to the user of the server")
    }
}
