/* check-dialog-private.h - parts of the dialog, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/checkup/check-dialog.h"

G_BEGIN_DECLS

/* Returns: (transfer none): the object that checks the library */
SemCheckup *sem_check_dialog_get_checkup (SemCheckDialog *self);

G_END_DECLS
