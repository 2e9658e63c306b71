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
 * @window: the parent of the dialog
 * @setup: a new object
 *
 * Where the weights are missing, offers to download them or to choose a file; shows the progress,
 * with a button to cancel; after a failure shows the reason and offers it again. When the weights
 * are there, the library is updated, since nothing was indexed without them. Holds a reference to
 * @setup until then, or until the window is destroyed.
 */
void sem_weights_dialog_offer (SemWindow *window, SemWeightsSetup *setup);

G_END_DECLS
