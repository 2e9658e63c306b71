/* application-private.h - a look inside, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/application.h"

G_BEGIN_DECLS

/* Returns: (transfer none) (nullable): the window, once the program is activated. */
SemWindow *sem_application_get_window (SemApplication *self);

/* Returns: (transfer none) (nullable): the library, once the program is started. */
SemLibrary *sem_application_get_library (SemApplication *self);

G_END_DECLS
