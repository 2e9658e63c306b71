/* fake-network.h - a network of the user's own, for tests of the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tests/support/fake-model.h"

G_BEGIN_DECLS

/* Whether words can be searched for, in every library: "red", "green" and "blue" are hues. */
void sem_fake_library_set_takes_words (SemLibrary *self, gboolean takes);
/* Whether the likeness of results is relative to the library. */
void sem_fake_set_relative (gboolean relative);

G_END_DECLS
