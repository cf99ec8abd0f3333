// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders

/// The model's and the real library's word on one image.
struct Comparison {
  let answer: Oracle.Answer
  let verdict: Verdict
  /// In what they differ; nil when they agree.
  let disagreement: String?

  init(_ oracle: Oracle, _ bytes: [UInt8], _ mode: GuestMode, pv32: Bool) throws {
    let image = GuestImage(name: "test", file: Bytes(bytes))
    answer = try oracle.ask(bytes, mode, pv32: pv32)
    verdict = Libxenguest.verdict(on: image, mode: mode, target: Target(pv32: pv32))
    disagreement = Comparison.difference(answer, verdict)
  }

  private static func difference(
    _ answer: Oracle.Answer, _ verdict: Verdict
  ) -> String? {
    if answer.accepts != verdict.accepts {
      return "the library \(answer.status), the model \(verdict.accepts): \(verdict.reason ?? "")"
        + "\n" + answer.log
    }
    if verdict.accepts, answer.guestType != verdict.guestType?.rawValue {
      return "guest type \(answer.guestType) is not \(verdict.guestType?.rawValue ?? "none")"
    }
    if answer.status == .refused, !answer.words.isEmpty,
      !(verdict.reason ?? "").contains(answer.words)
    {
      return "libelf's words '\(answer.words)' are not in '\(verdict.reason ?? "")'"
    }
    return nil
  }
}
