// SPDX-License-Identifier: Apache-2.0

extension Kit {
  /// The symbols that entries define in a target's Kconfig files, such as `CONFIG_XEN`. If a
  /// release has a symbol of its own, no entry defines it.
  func symbols(for target: KitTarget) -> Set<String> {
    let steps = entries.flatMap { $0.steps(for: target) }.filter { placed in
      placed.path.split(separator: "/").last?.hasPrefix("Kconfig") ?? false
    }
    let edits = steps.flatMap { ($0.step as? EditStep)?.edits ?? [] }
    return Set(edits.flatMap { $0.action.last.map(Self.defined) ?? [] })
  }

  /// The symbols of lines such as `config XEN` or `menuconfig XEN`.
  private static func defined(in text: [UInt8]) -> [String] {
    text.split(separator: SourceText.newline).compactMap { line in
      let words = String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\t" }
      guard words.count == 2, ["config", "menuconfig"].contains(words[0]) else { return nil }
      return "CONFIG_\(words[1])"
    }
  }
}
