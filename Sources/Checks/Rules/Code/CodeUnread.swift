// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import GuestImage

/// The kernel's code was not examined, so nothing was found in it.
///
/// There is no executable section and no executable segment, the sections lie outside the file or
/// overlap, or the machine is not x86. The absence of findings about instructions and hypercalls
/// then means nothing.
///
/// **Affected:** users who read the absence of findings as the absence of defects.
///
/// **Fix:** mark the code as code, in assembly and in the linker script, and give the whole file:
///
/// ```
/// .section .text, "ax"
///
/// PHDRS { text PT_LOAD FLAGS(5); }
/// ```
public enum CodeUnread: Rule {
  public static let id = "code-unread"
  public static let severity: Severity = .warning
  public static let example = RuleExample(
    commands: (
      #"printf '\50' | dd of=guest bs=1 seek=18 conv=notrunc status=none  # e_machine"#,
      ""
    ))

  public static func check(_ subject: Subject) -> [Finding] {
    guard case .failure(let error) = subject.codeResult else { return [] }
    return [finding(.unread(error), at: Place(offset: error.offset))]
  }
}

extension Message {
  fileprivate static func unread(_ error: ImageError) -> Message {
    let cure = error.cure.map { "; \($0)" } ?? ""
    return "the code was not examined: \(quoted(error.problem))\(cure)"
  }
}
