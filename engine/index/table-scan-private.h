/* table-scan-private.h - for tests and benchmarks of the scan
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/table-scan.h"

G_BEGIN_DECLS

/* The most threads that a scan may use, for the whole process: at most 8; 0 for the default, one a
 * processor and at most 8. Results do not depend on it. */
void sem_table_scan_set_max_threads (guint n_threads);

G_END_DECLS
