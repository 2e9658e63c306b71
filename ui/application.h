/* application.h - the program with the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "ui/window.h"

G_BEGIN_DECLS

#define SEM_TYPE_APPLICATION (sem_application_get_type ())

/**
 * SemApplication:
 *
 * `semblance [FOLDER or PHOTO…] [--library FILE]`: folders are added to the library, a photo
 * becomes the query. There is one window; starting the program again brings it to the front.
 */
G_DECLARE_FINAL_TYPE (SemApplication, sem_application, SEM, APPLICATION, AdwApplication)

SemApplication *sem_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
