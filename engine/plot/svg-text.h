/* svg-text.h - titles, ids and embedding of cairo's SVG files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @svg: as cairo writes it.
 * Returns: (transfer full): the same with a title and a description for screen readers, plain texts
 */
char *sem_plot_svg_describe (const char *svg,
                             const char *title,
                             const char *description) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_plot_svg_rename:
 * @svg: as cairo writes it, described or not
 * @prefix: letters
 *
 * Numbers the ids, which cairo counts through the whole process, so that the same plot gives the
 * same bytes. Ids are shared by all pictures of a page: there each needs a prefix of its own.
 *
 * Returns: (transfer full): the same picture
 */
char *sem_plot_svg_rename (const char *svg, const char *prefix) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): an element for HTML: without the declarations of XML and of namespaces
 */
char *sem_plot_svg_embed (const char *svg) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
