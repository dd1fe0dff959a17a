import Foundation

/// Runs the finished `lunas` as its users do.
package struct Program: Sendable {
    package struct Ended: Sendable {
        package let status: Int32
        package let out: String
        package let err: String
    }

    package let path: String
    package var environment: [String: String]
    package var folder: String

    /// The binary beside the test bundle, or the one that `LUNAS_PROGRAM` names. Nothing of the caller's own settings
    /// leaks in: the environment starts empty but for the path.
    package init(in folder: String, environment: [String: String] = [:]) {
        let own = ProcessInfo.processInfo.environment
        path = own["LUNAS_PROGRAM"] ?? Program.besideTests
        self.folder = folder
        self.environment = ["PATH": own["PATH"] ?? "/usr/bin:/bin", "HOME": folder, "TZ": "Asia/Jakarta"]
            .merging(environment) { $1 }
    }

    private static var besideTests: String { named("lunas") }

    /// A program that was built with the tests.
    package static func named(_ name: String) -> String {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// Starts the program without waiting for it. What it prints is lost, or goes to a file.
    package func start(_ arguments: [String], out: String? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = out.flatMap(FileHandle.init(forWritingAtPath:)) ?? FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Runs the program to its end. What it prints goes through files, so that no pipe can fill up.
    package func run(_ arguments: String..., input: String? = nil) throws -> Ended {
        try run(arguments, input: input)
    }

    package func run(_ arguments: [String], input: String? = nil) throws -> Ended {
        let scratch = try Scratch()
        let out = try scratch.write("out", ""), err = try scratch.write("err", "")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        if let input {
            process.standardInput = FileHandle(forReadingAtPath: try scratch.write("in", input))
        }
        process.standardOutput = FileHandle(forWritingAtPath: out)
        process.standardError = FileHandle(forWritingAtPath: err)
        try process.run()
        process.waitUntilExit()
        return Ended(
            status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
            out: String(decoding: try Data(contentsOf: URL(fileURLWithPath: out)), as: UTF8.self),
            err: String(decoding: try Data(contentsOf: URL(fileURLWithPath: err)), as: UTF8.self))
    }
}
