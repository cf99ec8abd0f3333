// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import GuestImage
import HypervisorABI
import Loaders
import Reports
import SystemPackage

struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Draw a guest's memory as a loader lays it out, with findings at their addresses.",
    discussion: """
      Shows what is in the domain's memory at the guest's first instruction, by the loader's model that \
      `pvkit check` uses: segments, notes, entry, hypercall page, P2M table, start_info, page tables and \
      stack, with virtual and physical addresses. Physical addresses are the guest's own, from 0. Findings of \
      `pvkit check` are marked at their addresses. If the loader refuses the image, the map shows what it \
      placed before that.

      The picture is drawn to scale, in columns: the domain's memory, what the first page tables map of it, \
      and, larger, the pages after the kernel. It follows the light or dark mode of the reader.

      Examples:
        pvkit map vmlinux                          a table, at the terminal
        pvkit map vmlinux -o map.svg               a picture
        pvkit map vmlinux -o map.html              the picture, a table and the findings
        pvkit map --role dom0 --memory 1G vmlinux  by Xen's dom0 builder
        pvkit map --mode pvh vmlinuz               as PVH
        pvkit map --xen 3.4 vmlinux                by an older toolstack
        pvkit map 'k.tar(boot/vmlinuz)'            one of the kernels in an archive

      Exit codes: 0 the loader accepts the image, and there is no error or warning; 1 otherwise; 2 usage \
      error; 3 the image could not be read or checked, or the file could not be written.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, svg, html

    /// The format for the file name extension; nil if the extension is not known.
    init?(endingOf file: String) {
      switch FilePath(named: file).extension?.lowercased() {
      case "svg": self = .svg
      case "html", "htm": self = .html
      case "txt", nil: self = .text
      default: return nil
      }
    }
  }

  @Option(
    help:
      "The release of Xen: \(XenRelease.wholeRange), or a stable update. (default: \(XenRelease.standard))",
    completion: .list(XenRelease.wholeNames), transform: XenRelease.exactly)
  var xen = XenRelease.standard

  @OptionGroup var domain: DomainOptions

  @Option(
    help: "The kind of guest. (default: the first of pv and pvh that the image offers)")
  var mode: GuestMode?

  @Option(help: "The domain to load it as.") var role = DomainRole.domU

  @Option(
    help: """
      The output format. (default: by the extension of --output: .svg, .html, .htm, .txt; text without one)
      """)
  var format: Format?

  @Option(name: .shortAndLong, help: "The file to write.", completion: .file())
  var output = Output.standard

  @OptionGroup var limit: UnpackLimit

  @OptionGroup var right: SuppressOptions

  @Argument(help: UnpackLimit.image, completion: .file()) var image: String

  func validate() throws {
    if let mode, [.hvm, .shim].contains(mode), role == .dom0 {
      throw ValidationError("--mode \(mode.rawValue) is for a domU: --role domU")
    }
    guard format != nil || Format(endingOf: output) != nil else {
      throw ValidationError(
        "\(output): unknown extension; use .svg, .html, .htm or .txt, or give --format"
      )
    }
  }

  func run() throws {
    if let reading = xen.reading { complain("pvkit: \(reading)") }
    var inputs = InputFiles(image: image)
    inputs.add(right.suppress, as: "a suppression file")
    try inputs.check(isNot: output)
    let file = try NamedImage(image).open(limit: limit.bytes)
    if let problem = file.problem { throw problem }
    let check = ImageCheck(target: domain.target(in: xen), suppressions: try right.read())
    let map = GuestMap(of: file, check, mode: mode, role: role)
    try ImageFile.checkWhole()
    try Output.write(text(map), to: output)
    throw map.hasFindings ? ExitStatus.findings : .clean
  }

  private func text(_ map: GuestMap) -> String {
    switch format ?? Format(endingOf: output) ?? .text {
    case .text:
      let style = Output.isStandard(output) ? Style.terminal() : .plain
      return map.lines(style).map { style.shown($0) + "\n" }.joined()
    case .svg: return MapDrawing(map).file
    case .html: return map.page(version: Version.number)
    }
  }
}
