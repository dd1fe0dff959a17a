import HTTPTypes
import Receivables

/// The one map from problems to HTTP status codes.
enum HTTPStatus {
    static func of(_ code: ProblemCode) -> HTTPResponse.Status {
        switch code {
        case .pageUnknown, .accountUnknown, .debtorUnknown, .importUnknown, .holdUnknown, .paymentUnknown,
            .portfolioUnknown, .collectorUnknown, .strategyUnknown, .holidaysUnknown, .dueUnknown, .settingUnknown,
            .userUnknown, .keyUnknown, .setupClosed:
            .notFound
        case .notPermitted, .formForged, .passwordMustChange: .forbidden
        case .signInNeeded, .signInRefused, .codeNeeded, .keyRefused: .unauthorized
        case .signInPaused: .tooManyRequests
        case .bodyTooLarge, .fileTooLarge: .contentTooLarge
        case .bodyUnreadable, .fieldMissing, .fieldUnknown, .fieldInvalid: .badRequest
        case .methodNotAllowed: .methodNotAllowed
        case .bodyLate: .requestTimeout
        case .addressTooLong: .uriTooLong
        case .keyReused, .changedMeanwhile, .debtorTaken, .importBuiltUpon, .importUndone, .referenceAmbiguous,
            .loginTaken,
            .keyNameTaken, .lastAdmin: .conflict
        case .databaseLocked, .databaseUnavailable, .databaseMissing, .leaseLost, .serverBusy, .signInBusy,
            .importUnfinished,
            .moveUnfinished, .databaseFull, .databaseReadOnly, .databaseRefused, .databaseUntrusted:
            .serviceUnavailable
        case .internalError, .databaseUnreadable, .stateUnreadable, .migrationFailed, .schemaChanged, .schemaNewer,
            .schemaOlder:
            .internalServerError
        default: .unprocessableContent
        }
    }
}
