import Testing

@testable import EarshotText

@Suite struct MarkupTests {
  @Test("tags separate words and are no words")
  func tags() {
    #expect(
      words("<p>Hello<br>my <b>order</b></p><div class=\"x\">late</div>") == [
        "hello", "my", "order", "late",
      ])
  }

  @Test("comments, scripts and styles are skipped")
  func skipped() {
    #expect(
      words("a<!-- x y -->b<script>var c</SCRIPT>d<style type='t'>e{}</style>f") == [
        "a", "b", "d", "f",
      ])
  }

  @Test("an element that never closes hides nothing, and no other element")
  func unclosed() {
    #expect(words("<script>a <style>b</style> c") == ["a", "c"])
  }

  @Test("entities are decoded inside a word")
  func entities() {
    let reader = Reader("don&rsquo;t caf&eacute; 12&nbsp;&euro; R&amp;D &#8217;s &#x41;b")
    #expect(reader.texts == ["don't", "café", "12", "r", "d", "s", "ab"])
    #expect(reader.originals.prefix(2) == ["don&rsquo;t", "caf&eacute;"])
  }

  @Test(
    "what is no markup stays text",
    arguments: [
      ("a < b", ["a", "b"]), ("<3", ["<3"]), ("<Order Number>", ["order", "number"]),
      ("5<6", ["5", "6"]),
      ("if a<b and c>d", ["if", "a", "b", "and", "c", "d"]), ("AT&T; &foo; &", ["at", "t", "foo"]),
      ("<name>", ["name"]), ("<address>", ["address"]), ("<b", ["b"]),
      ("&#0; &#xD800;", ["0", "#xd800"]),
    ])
  func text(text: String, expected: [String]) { #expect(words(text) == expected) }

  @Test("a > in a quoted attribute does not end the tag")
  func quotedAttribute() { #expect(words("<img alt=\"a > b\">c") == ["c"]) }

  @Test("offsets count in the original text")
  func offsets() {
    let reader = Reader("<p>My &quot;order&quot;</p> <b>is</b> late &amp; lost")
    #expect(reader.originals == ["My", "order", "is", "late", "lost"])
  }

  @Test("a word in a blockquote is quoted")
  func blockquote() {
    #expect(
      Reader("<p>Still broken</p><blockquote>Dear <b>customer</b></blockquote><p>bye</p>").texts(
        .quoted) == ["dear", "customer"])
  }

  @Test("block elements begin a line, inline elements do not")
  func lines() {
    #expect(Reader("<div>a</div><div>b <i>c</i></div>").texts(.lineStart) == ["a", "b"])
  }
}
