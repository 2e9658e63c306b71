/* store-reader.h - everything that can be asked of a library, whatever its files hold
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

#define STORE_READER_BACKBONE "net"
#define STORE_READER_DIM 8
#define STORE_READER_PHOTOS 4

/* Fills a new library so that each of its tables has a row. */
void store_reader_fill (SemStore *store);
/* Calls every function that reads. Checks that what fails says why, and that no id, count or
 * generation that comes out is beyond what a library can hold. */
void store_reader_read (SemStore *store);
/* Calls those that write, the last of which removes all photos. Checks that what fails says why. */
void store_reader_write (SemStore *store);
