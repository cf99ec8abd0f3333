// SPDX-License-Identifier: Apache-2.0

import Commands

@testable import Reports

extension AnnotatedRun {
  /// A clean image, one that could not be judged, and one with whatever needs escaping.
  static let made: AnnotatedRun = {
    let rules = [
      AnnotationRule("note-owner", .error, "The owner's name.", example: ""),
      AnnotationRule("idle", .warning, "It never finds anything.", example: ""),
    ]
    var run = AnnotatedRun(command: "pvkit check", version: "1.2.3", rules: rules)
    let hostile = [
      Annotation(
        "note-owner", .error, "\"x\" <&> 100%\n\u{1b}[31m", place: "note ENTRY+0x2",
        lasting: "note ENTRY"),
      Annotation(
        "note-owner", .note, "plain", line: SourceLine("arch/a b,c.c:12"), offset: 0x40),
    ]
    run.images = [
      Image(Sample(image: "clean", annotations: []), notes: true),
      Image(Sample(image: "lost", annotations: hostile, error: "lost: is empty"), notes: true),
      Image(Sample(image: "dir/bad 1%,ü", annotations: hostile), notes: true),
    ]
    return run
  }()

  /// Of one image: so many warnings, and after them an error.
  static func many(_ count: Int) -> AnnotatedRun {
    let rules = [AnnotationRule("idle", .warning, "A rule.", example: "")]
    var run = AnnotatedRun(command: "pvkit check", version: "1.2.3", rules: rules)
    let warnings = (0..<count).map { Annotation("idle", .warning, "warning \($0).") }
    let all = warnings + [Annotation("idle", .error, "the error.")]
    run.images = [Image(Sample(image: "many", annotations: all), notes: true)]
    return run
  }

  private struct Sample: AnnotatedReport {
    static let form = JsonForm.check
    static let rules: [AnnotationRule] = []
    let image: String
    let annotations: [Annotation]
    var error: String?
    let subject = "a sample"
    var hasFindings: Bool { !annotations.isEmpty }

    private enum CodingKeys: CodingKey { case image }
  }
}

/// Something to be found of everything: a module with lidt in a function, and its line of source.
///
/// - Parameter before: instructions before those.
func withFaultyObject<R>(after before: String = "", _ body: (String) throws -> R) throws -> R {
  try Places.withScratchFolder { folder in
    let lidt = "asm volatile(\"lidt (%0)\" :: \"r\"(p));"
    let source = "void load(void *p) {\n  asm(\"\(before)\"); \(lidt) \(lidt)\n}\n"
    let made = try Command.run(
      ["sh", "-c", "cd \(folder) && cat > faulty.c && gcc -g -O1 -c faulty.c -o faulty.o"],
      input: Array(source.utf8))
    guard made.status == 0 else { throw Missing(what: "gcc") }
    return try body(folder + "/faulty.o")
  }
}
