import NIOCore

/// Limits and times of the server, all of them.
package enum WebLimits {
    /// A form, and a JSON document.
    package static let formBytes = 256 << 10
    package static let formFields = 500
    package static let jsonBytes = 1 << 20
    /// How deep a JSON document may be nested.
    package static let jsonDepth = 32
    /// A file that is dropped on the import page.
    package static let uploadBytes = 512 << 20
    /// Rows and columns of a file that its page shows before the import, and letters of a cell.
    package static let importPreviewRows = 20
    package static let importColumnsShown = 60
    package static let importCellLetters = 60
    /// Files of one person that wait for their import, bytes of all, and how long one is kept.
    package static let importFilesPerUser = 5
    package static let importBytesHeld = 4 << 30
    package static let importFileSeconds: Int64 = 24 * 3600
    /// Imports, trials and undoings that may wait for the thread that does them.
    package static let importsWaiting = 8
    /// Imports and waiting payments on one page, and rejected rows that are shown.
    package static let importsListed = 50
    package static let paymentsListed = 100
    package static let rejectsListed = 100
    /// Header fields of a request, together.
    package static let headerBytes = 16 << 10
    package static let headerFields = 100
    /// The longest address.
    package static let pathBytes = 4 << 10
    /// Open connections; further ones wait at the door.
    package static let connections = 4000
    /// A connection on which nothing happens for so long is closed; also while a request is being sent.
    package static let idleSeconds: Int64 = 60
    /// How long the handshake of an encrypted connection may take, and how long one is kept on which nothing comes or
    /// goes.
    package static let handshakeSeconds: Int64 = 10
    package static let silentSeconds: Int64 = 120
    /// How long a body may take to come in, and an answer to be made.
    package static let bodySeconds: Int64 = 30
    package static let uploadSeconds: Int64 = 900
    /// How long what was begun may take to end when the server is asked to stop.
    package static let shutdownSeconds: Int64 = 20
    /// Threads that work for requests: the database and the pages.
    package static let threads = 6
    /// Requests that wait for one of them; more are told to come again.
    package static let waiting = 600
    /// How long what is known of a session is used without asking the database again.
    package static let sessionMilliseconds: Int64 = 3000
    package static let sessionsRemembered = 5000
    /// Live pages: streams of one person, and of all; the pause between two signs of life, and between two looks at
    /// the journal.
    package static let streamsPerUser = 12
    package static let streams = 2000
    package static let streamBeatSeconds: Int64 = 20
    package static let newsMilliseconds: Int64 = 1000
    package static let streamEvents = 64
    /// Between two looks at whether the search is behind, and between two portions of work while it is.
    package static let upkeepMilliseconds: Int64 = 2000
    package static let upkeepBreathMilliseconds: Int64 = 20
}
