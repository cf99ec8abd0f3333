// SPDX-License-Identifier: Apache-2.0

import Glibc

/// `make bench`: pvkit beside the tools and the floors of its jobs, as ratios.
@main
struct Benchmarks {
  /// One job: what pvkit runs, what it is measured against, and what is aimed at.
  struct Job {
    let name: String
    let ours: [String]
    let others: [(name: String, command: [String])]
    let aim: String
    let rounds: Int
  }

  static func main() {
    let arguments = CommandLine.arguments
    if arguments.count == 3, arguments[1] == "floor-lzma" { return Floor.lzma(of: arguments[2]) }
    guard [8, 9].contains(arguments.count) else {
      fail(
        "usage: Benchmarks PVKIT VMLINUX XZ-VMLINUZ DWARF-VMLINUX GUEST GUESTS KERNELS [WORDS]")
    }
    let (pvkit, vmlinux, vmlinuz) = (arguments[1], arguments[2], arguments[3])
    let (dwarf, guest, guests) = (arguments[4], arguments[5], arguments[6])
    let kernels = arguments[7]
    let wanted = arguments.dropFirst(8).first ?? ""
    let floors = "ls \"$2\" | xargs -P 2 -I{} \"$1\" floor-lzma \"$2/{}\""
    let jobs = [
      Job(
        name: "notes of a vmlinux", ours: [pvkit, "notes", vmlinux],
        others: [("readelf -n", ["readelf", "-n", vmlinux])], aim: "3 ms CPU", rounds: 41),
      Job(
        name: "quick notes of an xz kernel", ours: [pvkit, "notes", "--quick", vmlinuz],
        others: [("liblzma, whole", [arguments[0], "floor-lzma", vmlinuz])],
        aim: "no more than is read", rounds: 5),
      Job(
        name: "check of an xz kernel", ours: [pvkit, "check", vmlinuz],
        others: [
          ("liblzma, whole", [arguments[0], "floor-lzma", vmlinuz])
        ], aim: "1.15 x liblzma", rounds: 9),
      Job(
        name: "check of an xz kernel for every release",
        ours: [pvkit, "check", "--xen", "all", vmlinuz],
        others: [("one release", [pvkit, "check", vmlinuz])], aim: "2 x one release", rounds: 5),
      Job(
        name: "check of 1,000 guests", ours: [pvkit, "check", "--jobs", "2", guests],
        others: [("readelf -n", ["sh", "-c", "readelf -n \"$1\"/*", "sh", guests])],
        aim: "2,000 ms CPU: 1,000 a second on two cores", rounds: 3),
      Job(
        name: "check of 100 xz kernels", ours: [pvkit, "check", "--jobs", "2", kernels],
        others: [("liblzma, whole", ["sh", "-c", floors, "sh", arguments[0], kernels])],
        aim: "1.15 x liblzma on two cores", rounds: 1),
      Job(
        name: "check of a vmlinux", ours: [pvkit, "check", vmlinux],
        others: [("readelf -n", ["readelf", "-n", vmlinux])], aim: "", rounds: 21),
      Job(
        name: "instructions of a vmlinux", ours: [pvkit, "code", vmlinux],
        others: [("objdump -d", ["objdump", "-d", vmlinux])],
        aim: "60 ms CPU for 15 MB of code, with names", rounds: 5),
      Job(
        name: "types of a vmlinux, BTF", ours: [pvkit, "abi", "check", vmlinux],
        others: [("pahole, 30 names", ["pahole", "-C", InProcess.names, vmlinux])],
        aim: "", rounds: 9),
      Job(
        name: "types of a vmlinux, DWARF", ours: [pvkit, "abi", "check", dwarf],
        others: [("pahole, 30 names", ["pahole", "-C", InProcess.names, dwarf])],
        aim: "300 ms CPU, 200 MiB", rounds: 3),
      Job(
        name: "a PV guest, 65 tests of Xen", ours: [pvkit, "run", guest],
        others: [("pvkit boot", [pvkit, "boot", guest])],
        aim: "50 ms, and a hundredth of a real Xen under QEMU", rounds: 3),
    ]
    if wanted.isEmpty { InProcess.btf(of: vmlinux) }
    for job in jobs where wanted.isEmpty || job.name.contains(wanted) { report(job) }
  }

  static func report(_ job: Job) {
    let commands = [job.ours] + job.others.map(\.command)
    let measured = Measurement.sideBySide(commands, rounds: job.rounds)
    print("\(job.name)\(job.aim.isEmpty ? "" : " (aim: \(job.aim))")")
    for (name, cost) in zip(["pvkit"] + job.others.map(\.name), measured) {
      let ratio = measured[0].cpu / cost.cpu
      print(
        "  \(padded(name, 16)) \(fixed(cost.cpu)) ms CPU \(fixed(cost.real)) ms by the clock "
          + "\(fixed(Double(cost.memory) / 1024)) MiB"
          + (name == "pvkit" ? "" : "  pvkit takes \(fixed(ratio, 2)) x that"))
    }
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// The number with `digits` decimals, right-aligned in 8 columns.
  static func fixed(_ number: Double, _ digits: Int = 1) -> String {
    let scale = digits == 2 ? 100.0 : 10.0
    let scaled = Int((number * scale).rounded())
    let fraction = String(scaled % Int(scale))
    let text =
      "\(scaled / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
    return String(repeating: " ", count: max(0, 8 - text.count)) + text
  }
}
