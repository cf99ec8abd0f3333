// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The output formats of most commands. `ReportFormat` has more, for other tools.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable { case text, json }
