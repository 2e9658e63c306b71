/* weights-dialog.h - offers to get the network's weights where an installation has none
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/window.h"

#include "engine/model/setup/weights-setup.h"

G_BEGIN_DECLS

/**
 * sem_weights_dialog_offer:
 * @window: where the question is asked and answered
 * @setup: as new
 *
 * Asks whether to download the weights or to take a file, where they are missing; shows how far it
 * is, with a button that ends it; tells what went wrong, and asks again. Then the library is
 * updated, since nothing was indexed without them. Keeps @setup until then, or until the window is
 * gone.
 */
void sem_weights_dialog_offer (SemWindow *window, SemWeightsSetup *setup);

G_END_DECLS
