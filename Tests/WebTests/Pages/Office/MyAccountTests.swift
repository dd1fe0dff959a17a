import Desk
import Foundation
import Receivables
import Support
import Testing
import Web

/// One's own account.
@Suite struct MyAccountTests {
    private static let other = "empat ekor sapi putih"

    @Test func aPasswordIsChangedAndOtherSessionsEnd() async throws {
        let book = try OfficeBook()
        try await book.visit("sari") { sari async throws in
            let elsewhere = PageVisitor(client: sari.client, signedIn: try book.signIn("sari"))
            #expect(try await elsewhere.get("/me").status == 200)
            let wrong = try await sari.post(
                "/me/password", [("old", "wrong"), ("new", MyAccountTests.other), ("again", MyAccountTests.other)])
            #expect(wrong.status == 422 && wrong.has("The present password is not right."))
            #expect(!wrong.has(MyAccountTests.other), "no password stands in a page")
            let differ = try await sari.post(
                "/me/password", [("old", OfficeBook.password), ("new", MyAccountTests.other), ("again", "x")])
            #expect(differ.status == 422)
            let done = try await sari.post(
                "/me/password",
                [("old", OfficeBook.password), ("new", MyAccountTests.other), ("again", MyAccountTests.other)])
            #expect(done.location == "/me?done=password")
            #expect(try await sari.get(done.location).has("The password was changed."))
            #expect(try await elsewhere.get("/me").status == 303, "signed out elsewhere")
        }
        #expect(try book.signIn("sari", MyAccountTests.other).user.login == "sari")
    }

    @Test func whoMustChooseAPasswordDoesThatFirst() async throws {
        let book = try OfficeBook()
        let issued = try #require(try book.desk.resetPassword("bos").password)
        try await book.visit("bos", issued) { bos async throws in
            #expect(try await bos.get("/team").status == 403)
            let page = try await bos.get("/me")
            #expect(page.status == 200 && page.has("Choose one of your own") && !page.has("id=\"me-code\""))
            #expect(try await bos.post("/language", [("language", "id"), ("back", "/me")]).status == 303)
            let done = try await bos.post(
                "/me/password", [("old", issued), ("new", MyAccountTests.other), ("again", MyAccountTests.other)])
            #expect(done.status == 303)
            #expect(try await bos.get("/team").status == 200, "at once, though the session was remembered")
        }
    }

    @Test func aCodeIsSetUpAndTakenAway() async throws {
        let book = try OfficeBook()
        try await book.visit("sari") { sari async throws in
            let offer = try await sari.post("/me/code/offer", [])
            let secret = try #require(offer.between("name=\"secret\" value=\"", "\""))
            #expect(offer.has("otpauth://totp/Lunas:sari?secret=\(secret)"))
            let wrong = try await sari.post("/me/code", [("secret", secret), ("code", "000000")])
            #expect(wrong.status == 422)
            #expect(wrong.has(secret), "the same secret again, for the app has it by now")
            let bytes = try #require(Base32.bytes(secret))
            let code = OneTimeCode.code(bytes, at: book.now)
            #expect(try await sari.post("/me/code", [("secret", secret), ("code", code)]).status == 303)
            #expect(try book.desk.user(login: "sari").hasTOTP)
            #expect(try await sari.get("/me").has("action=\"/me/code/remove\""))
            #expect(try await sari.post("/me/code/remove", [("password", "wrong")]).status == 422)
            #expect(try await sari.post("/me/code/remove", [("password", OfficeBook.password)]).status == 303)
            #expect(try !book.desk.user(login: "sari").hasTOTP)
        }
    }

    @Test func sessionsAreListedAndEnded() async throws {
        let book = try OfficeBook()
        try await book.visit("sari") { sari async throws in
            let one = PageVisitor(client: sari.client, signedIn: try book.signIn("sari"))
            let two = PageVisitor(client: sari.client, signedIn: try book.signIn("sari"))
            let bos = PageVisitor(client: sari.client, signedIn: try book.signIn("bos"))
            for visitor in [one, two, bos] { #expect(try await visitor.get("/me").status == 200) }
            let page = try await sari.get("/me")
            #expect(page.has(one.signedIn.session) && page.has("this one") && !page.has(bos.signedIn.session))
            #expect(!page.has(one.signedIn.token))
            _ = try await sari.post("/me/sessions/end", [("session", one.signedIn.session)])
            #expect(try await one.get("/me").status == 303)
            #expect(try await two.get("/me").status == 200)
            _ = try await sari.post("/me/sessions/end", [("session", bos.signedIn.session)])
            #expect(try await bos.get("/me").status == 200, "nobody ends the sessions of others")
            _ = try await sari.post("/me/sessions/end", [])
            #expect(try await two.get("/me").status == 303)
            #expect(try await sari.get("/me").status == 200)
        }
    }

    @Test func anUnreadableSecretIsRefused() async throws {
        let book = try OfficeBook()
        try await book.visit("sari") { sari async throws in
            let answer = try await sari.post("/me/code", [("secret", OfficeBook.script), ("code", "1")])
            #expect(answer.status == 422 && !answer.has("<script>alert"))
        }
    }
}
