import Wording

extension Catalogue {
    /// What was done with a value that was not understood.
    package func warning(_ code: RowWarning.Code) -> String {
        switch code {
        case .phone: text(.warningPhone)
        case .email: text(.warningEmail)
        case .province: text(.warningProvince)
        case .channel: text(.warningChannel)
        case .result: text(.warningResult)
        case .due: text(.warningDue)
        }
    }
}
