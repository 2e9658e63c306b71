/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/init.h"

#include "ui/accessible.h"
#include "ui/widgets/popover-tooltips.h"

#include "resources/semblance-resources.h"

void
sem_ui_init (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      sem_register_resource ();
      sem_accessible_init ();
      sem_popover_tooltips_init ();
      g_once_init_leave (&done, 1);
    }
}
