/* store-reader.h - calls everything that the store offers, on a library that may be damaged
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

#define STORE_READER_BACKBONE "net"
#define STORE_READER_DIM 8
#define STORE_READER_PHOTOS 4

/* Fills a new library so that each of its tables has rows. */
void store_reader_fill (SemStore *store);
/* Calls every function that reads. Checks that a call sets an error exactly when it fails, and that
 * ids, counts and generations are within the limits of a library. */
void store_reader_read (SemStore *store);
/* Calls the functions that write, the last of which removes all photos. Checks that a call sets an
 * error exactly when it fails. */
void store_reader_write (SemStore *store);
