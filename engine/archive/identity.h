/* identity.h - identifies a library in an archive
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
 * Distinguishes a library from others that publish under the same name, by a digest of its path and
 * this computer, which does not reveal the path. The library need not exist.
 */
void sem_archive_identify (const char *library, guint8 *identity);

G_END_DECLS
