// SPDX-License-Identifier: Apache-2.0

/// What xl is told of the domain: a file in the syntax of xl.cfg(5).
struct DomainConfig {
  static let name = "guest"
  static let kernel = "guest/kernel"
  static let initrd = "guest/initrd"

  let request: BootRequest

  /// The domain stays as it ended, so that its state can be read.
  func text() throws(LabError) -> String {
    var entries = [
      ("name", "\"\(Self.name)\""), ("type", "\"\(request.mode.rawValue)\""),
      ("kernel", "\"/\(Self.kernel)\""), ("memory", String(request.memory)), ("vcpus", "1"),
      ("on_poweroff", "\"preserve\""), ("on_reboot", "\"preserve\""),
      ("on_crash", "\"preserve\""), ("cmdline", try Self.quoted(request.append)),
    ]
    if request.initrd != nil { entries.append(("ramdisk", "\"/\(Self.initrd)\"")) }
    return entries.map { "\($0) = \($1)\n" }.joined()
  }

  /// A string cannot hold the quotation mark that it stands in, and a backslash stands for two.
  /// Source: xlu__cfgl_dequote (tools/libs/util/libxlu_cfg.c@4.17), libxlu_cfg_l.l.
  static func quoted(_ text: String) throws(LabError) -> String {
    let mark = text.contains("\"") ? "'" : "\""
    guard !text.contains(mark), !text.contains("\n") else {
      throw .dom0Failed("xl cannot be told a command line with both quotation marks or a new line")
    }
    let parts = text.split(separator: "\\", omittingEmptySubsequences: false)
    return mark + parts.joined(separator: "\\\\") + mark
  }
}
