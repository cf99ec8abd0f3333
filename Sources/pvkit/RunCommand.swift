// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import GuestImage
import Hypervisor
import HypervisorABI
import HypervisorLab
import Loaders
import Reports

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a PV guest against the model of Xen, and report each rule that it violates.",
    discussion: """
      Plays the hypervisor for one PV guest, in this process: no Xen, no QEMU, no KVM, no root. The \
      guest is a 64-bit kernel, or a 32-bit one with PAE; one without PAE runs on Xen 2.0 to 3.2 only. \
      Its console is shown while it runs; at the end, each violation of the interface is listed with its \
      place in the code. Time is counted in executed instructions, so that every run \
      is the same; waiting takes no time.

      A domU's disks and network cards are served by back ends in this process, in the same way as by \
      `pvkit boot`: the guest writes to a copy of a disk, which replaces the image when the run succeeds; \
      \(Network.bridge) and \(Network.host) answer ARP, pings and UDP to port 7, and give the first \
      card \(Network.address(card: 0)) by DHCP. Nothing else can be reached. Virtual processors take \
      turns.

      To run the same guest on the real hypervisor, use `pvkit boot`.

      Examples:
        pvkit run guest.elf                               as Xen's initial domain
        pvkit run --role domU vmlinux --initrd initramfs  with a console ring and a store
        pvkit run --role domU --disk root.img --net vmlinux --append 'root=/dev/xvda console=hvc0'
        pvkit run --vcpus 4 vmlinux --initrd initramfs
        pvkit run vmlinux --initrd stress.cpio.gz --append "console=hvc0 quiet" --expect "all is well"
        pvkit run --xen 3.1 vmlinux                       only what Xen 3.1 offers
        pvkit run --xen 3.2 vmlinux-i386                  also without PAE
        pvkit run --xen 2.0 guest.elf                     the release of early 2005, without PAE
        pvkit run --strict vmlinux                        overwrite registers that a hypercall may change
        pvkit run --trace hypercalls vmlinux 2> calls.txt
        pvkit run --map space.svg vmlinux                 a picture of the address space at the end
        pvkit run --explain stale-translation

      Exit codes: 0 the guest powered off or rebooted, or printed the expected text, and there are no \
      findings; 1 otherwise; 2 usage error; 3 the guest could not be run.
      """)

  @Argument(help: UnpackLimit.image, completion: .file())
  var image: String?
  @OptionGroup var release: AnyReleaseOption
  @Option(help: "The domain to run it as.")
  var role = DomainRole.dom0
  @OptionGroup var limit: UnpackLimit
  @Option(help: "An initial ramdisk for the guest.", completion: .file())
  var initrd: String?
  @Option(help: "The guest's command line.")
  var append = "console=hvc0 earlyprintk=xen"
  @Option(help: "End when a line of the guest's console contains a match.")
  var expect: String?
  @Option(help: "Memory of the domain in MiB.")
  var memory = 128
  @Option(help: "Virtual processors: 1 to \(RunRequest.mostVcpus).")
  var vcpus = 1
  @OptionGroup var devices: DeviceOptions
  @Option(help: "Timeout in seconds of the guest's own time; waiting does not count.")
  var timeout: Double = 300
  @Option(
    help:
      "Topics to trace to standard error, separated by commas: \(TraceTopic.allCases.map(\.rawValue).joined(separator: ", ")), all."
  )
  var trace: [String] = []
  @Option(
    help: "A function whose findings to accept; a trailing * matches any ending.")
  var suppress: [String] = []
  @Flag(help: "Overwrite the registers that a hypercall may change.")
  var strict = false
  @Flag(help: "List the hypercalls that the guest made.")
  var coverage = false
  @Option(
    help: """
      Write what the kernel's page tables map at the end, with the type of each page: a picture (.svg), \
      a page (.html) or a table (.txt).
      """, completion: .file())
  var map: String?
  @Flag(name: .shortAndLong, help: "Also show each finding when it occurs.")
  var verbose = false
  @Option(help: "Explain a rule and exit.")
  var explain: String?
  @Option(help: "The output format.")
  var format = ReportFormat.text

  func validate() throws {
    if !(timeout > 0 && timeout <= 86400) {
      throw ValidationError("--timeout: expected more than 0 and at most 86400 seconds")
    }
    if !(4...4096).contains(memory) { throw ValidationError("--memory: expected 4 to 4096 MiB") }
    if !(1...RunRequest.mostVcpus).contains(vcpus) {
      throw ValidationError("--vcpus: expected 1 to \(RunRequest.mostVcpus)")
    }
    try devices.check(role)
    if let map, MapCommand.Format(endingOf: map) == nil {
      throw ValidationError("--map: \(map): unknown extension; use .svg, .html, .htm or .txt")
    }
    let names = RunReport.rules.map(\.id)
    if let explain, !names.contains(explain) {
      throw ValidationError(
        "--explain: no rule \(explain); expected one of \(names.joined(separator: ", "))")
    }
    if image == nil && explain == nil {
      throw ValidationError("Missing expected argument '<image>'")
    }
    _ = try topics()
    _ = try expectation()
  }

  private func topics() throws -> Set<TraceTopic> {
    try trace.flatMap { $0.split(separator: ",").map(String.init) }.reduce(into: []) { set, name in
      if name == "all" { return set.formUnion(TraceTopic.allCases) }
      guard let topic = TraceTopic(rawValue: name) else {
        let names = TraceTopic.allCases.map(\.rawValue) + ["all"]
        throw ValidationError(
          "--trace: no topic \(name); expected one of \(names.joined(separator: ", "))")
      }
      set.insert(topic)
    }
  }

  private func expectation() throws -> Pattern? {
    do throws(Pattern.Problem) {
      return try expect.map { text throws(Pattern.Problem) in try Pattern(text) }
    } catch {
      throw ValidationError(
        "--expect: \(expect ?? "") is not a regular expression: \(error.message)")
    }
  }

  func run() throws {
    if let explain {
      print(lines: ExplainCommand.lines(on: explain))
      throw ExitStatus.clean
    }
    let path = image ?? ""
    let writer = ReportWriter<RunReport>(format, command: "pvkit run")
    let report: RunReport
    let ending: [String]
    do {
      (report, ending) = try play(path)
    } catch let error as ImageError {
      try writer.show(FailureReport(error))
      try writer.end()
      throw error
    }
    let status = try writer.show(report, text: ending)
    try writer.end()
    throw status
  }

  /// Runs the guest to its end. Returns the report, and the lines to print after the console in
  /// text.
  private func play(_ path: String) throws -> (RunReport, [String]) {
    var inputs = InputFiles(image: path)
    inputs.add(initrd, as: "the initial ramdisk")
    inputs.add(devices.disks.map(\.path), as: "a disk of the guest")
    try inputs.check(isNot: map, option: "--map")
    if let map { try Output.check(map) }
    var request = try request()
    let disks = try devices.disks.map { disk throws(LabError) in try DiskFile(disk) }
    request.disks = disks.map {
      RunDisk(descriptor: $0.descriptor, size: $0.size, isReadOnly: $0.disk.isReadOnly)
    }
    let file = try NamedImage(path).open(limit: limit.bytes)
    if let problem = file.problem { throw problem }
    let ramdisk = try initrd.map(contents) ?? []
    let kernel = try GuestKernel(
      image: file, role: role, release: release.xen, initrd: ramdisk, commandLine: append)
    let hypervisor = try Hypervisor(kernel, request)
    let view = RunView(self, hypervisor, try expectation())
    let outcome = hypervisor.run()
    view.finish()
    let report = RunReport(
      image: file.name, hypervisor, request, outcome, expectationMet: view.expectationMet,
      console: view.console)
    try write(RunMap(report, hypervisor.addressMap(), memory: memory))
    if report.succeeded { for disk in disks { try disk.commit() } }
    return (report, view.ending(report))
  }

  /// Writes the map of the address space, if it was asked for.
  private func write(_ space: @autoclosure () -> RunMap) throws {
    guard let map, let format = MapCommand.Format(endingOf: map) else { return }
    let space = space()
    switch format {
    case .text: try Output.write(space.lines(.plain).map { $0 + "\n" }.joined(), to: map)
    case .svg: try Output.write(space.picture, to: map)
    case .html: try Output.write(space.page(version: Version.number), to: map)
    }
  }

  private func contents(_ initrd: String) throws -> [UInt8] {
    let bytes = try ImageFile.read(
      initrd, limit: 1 << 30, wanted: "an initial ramdisk", readsPipes: true, isAdjustable: false)
    return bytes.array
  }

  private func request() throws -> RunRequest {
    var request = RunRequest()
    request.release = release.xen
    request.role = role
    request.memory = memory
    request.vcpus = vcpus
    request.cards = (0..<devices.net).map {
      RunCard(
        hardwareAddress: Network.hardwareAddress(card: $0), address: Network.address(card: $0),
        peers: [Network.bridge, Network.host])
    }
    request.limit = UInt64(timeout * 1e9)
    request.isStrict = strict
    request.trace = try topics()
    request.suppressed = suppress
    return request
  }
}

extension DomainRole: ExpressibleByArgument {}
