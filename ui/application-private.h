/* application-private.h - the window and the library, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/application.h"

G_BEGIN_DECLS

/* Returns: (transfer none) (nullable): the window, after the application was activated. */
SemWindow *sem_application_get_window (SemApplication *self);

/* Returns: (transfer none) (nullable): the library, after the application was started. */
SemLibrary *sem_application_get_library (SemApplication *self);

G_END_DECLS
