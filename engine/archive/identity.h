/* identity.h - what tells libraries apart in an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SEM_ARCHIVE_IDENTITY_SIZE 32

/**
 * sem_archive_identify:
 * @library: (type filename): its path
 * @identity: (out caller-allocates): %SEM_ARCHIVE_IDENTITY_SIZE bytes
 *
 * Tells a library from others that may publish under the same name, without telling where it lies:
 * by its place on this computer. The library need not be there.
 */
void sem_archive_identify (const char *library, guint8 *identity);

G_END_DECLS
