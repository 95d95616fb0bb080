//! All templates together: the forms and paths they name, and what they open.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use rust_embed::RustEmbed;
use thiserror::Error;

use super::Template;
use crate::escalation::Path;
use crate::form::Form;

const PATHS: &str = "escalation.toml";

#[derive(RustEmbed)]
#[folder = "../../content/work"]
struct Shipped;

/// A file that breaks a rule of templates.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
#[error("{file}: {field}: {detail}")]
pub struct TemplateFault {
    /// The file, below `content/work`.
    pub file: String,
    /// The field as a dotted path, or for forms a JSON pointer.
    pub field: String,
    /// What is wrong, for whoever writes templates.
    pub detail: String,
}

/// Templates, forms and escalation paths that fit together.
#[derive(Debug, Default)]
pub struct Library {
    templates: BTreeMap<String, Arc<Template>>,
    forms: BTreeMap<String, Arc<Form>>,
    paths: BTreeMap<String, Path>,
}

static LIBRARY: LazyLock<Result<Library, Vec<TemplateFault>>> = LazyLock::new(|| {
    let text = |name: &str| {
        let bytes = Shipped::get(name).map(|file| file.data.into_owned()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Library::read(Shipped::iter().map(|name| (name.to_string(), text(&name))))
});

impl Library {
    /// What is shipped (`content/work`).
    ///
    /// The files are part of the program, and a test reads them: nothing is missing at run time.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static NONE: LazyLock<Library> = LazyLock::new(Library::default);
        LIBRARY.as_ref().unwrap_or(&NONE)
    }

    /// What is wrong with what is shipped; nothing, as the tests show.
    #[must_use]
    pub fn shipped_faults() -> &'static [TemplateFault] {
        LIBRARY.as_ref().err().map_or(&[], Vec::as_slice)
    }

    /// Reads files by name: `escalation.toml`, `forms/*.json`, and every other `*.toml` as a template.
    ///
    /// # Errors
    /// Every [`TemplateFault`], by file.
    pub fn read(files: impl IntoIterator<Item = (String, String)>) -> Result<Self, Vec<TemplateFault>> {
        let mut library = Self::default();
        let mut faults = Vec::new();
        let mut origin = BTreeMap::new();
        for (name, text) in files {
            let read = if name == PATHS {
                library.take_paths(&name, &text)
            } else if name.ends_with(".json") {
                library.take_form(&name, &text)
            } else if name.ends_with(".toml") {
                library.take_template(&name, &text, &mut origin)
            } else {
                fault(&name, "", "neither a template nor a form")
            };
            faults.extend(read.err());
        }
        for (id, template) in &library.templates {
            let file = origin.get(id).cloned().unwrap_or_default();
            let found = library.links(template).into_iter();
            faults.extend(found.map(|(field, detail)| TemplateFault { file: file.clone(), field, detail }));
        }
        faults.sort();
        if faults.is_empty() { Ok(library) } else { Err(faults) }
    }

    fn take_paths(&mut self, name: &str, text: &str) -> Result<(), TemplateFault> {
        self.paths = typed(name, text)?;
        for (path, steps) in &self.paths {
            if steps.steps.is_empty() {
                return fault(name, format!("{path}.steps"), "has no step");
            }
            if let Some(step) = steps.out_of_order() {
                return fault(name, format!("{path}.steps.{step}"), "does not come after the step before it");
            }
            if steps.quiet.is_some_and(|[from, to]| from == to) {
                return fault(name, format!("{path}.quiet"), "begins when it ends");
            }
        }
        Ok(())
    }

    fn take_form(&mut self, name: &str, text: &str) -> Result<(), TemplateFault> {
        let form = Form::read(name, text).map_err(|found| TemplateFault {
            file: found.file,
            field: found.pointer,
            detail: found.detail,
        })?;
        self.forms.insert(name.to_owned(), Arc::new(form));
        Ok(())
    }

    fn take_template(
        &mut self,
        name: &str,
        text: &str,
        origin: &mut BTreeMap<String, String>,
    ) -> Result<(), TemplateFault> {
        let template: Template = typed(name, text)?;
        if let Some((field, detail)) = template.fault() {
            return fault(name, field, detail);
        }
        if let Some(other) = origin.insert(template.id.clone(), name.to_owned()) {
            return fault(name, "id", format!("{} stands in {other} as well", template.id));
        }
        self.templates.insert(template.id.clone(), Arc::new(template));
        Ok(())
    }

    /// What a template names that is not there, or that goes in a circle.
    fn links(&self, template: &Template) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut wrong = |field: String, what: String| found.push((field, what));
        if !self.paths.contains_key(&template.escalation) {
            wrong("escalation".into(), format!("no path {:?} in {PATHS}", template.escalation));
        }
        let form = template.form.as_ref().and_then(|name| self.forms.get(name));
        if let (Some(name), None) = (&template.form, form) {
            wrong("form".into(), format!("no form {name:?}"));
        }
        if let Some(list) = &template.checklist {
            if !crate::checklist::shipped().iter().any(|known| known.id == *list) {
                wrong("checklist".into(), format!("no list {list:?}"));
            }
            if template.form.is_some() || !template.opens.is_empty() {
                wrong(
                    "checklist".into(),
                    "the list makes the form and says what opens a rectification".into(),
                );
            }
        }
        for (index, opens) in template.opens.iter().enumerate() {
            let question = form.and_then(|form| form.question(&opens.when.field));
            if !question.is_some_and(|question| question.can_answer(&opens.when.equals)) {
                wrong(format!("opens.{index}.when"), "the form has no such question or answer".into());
            }
            if !self.templates.contains_key(&opens.template) {
                wrong(format!("opens.{index}.template"), format!("no template {:?}", opens.template));
            }
            if self.leads_to(&opens.template, &template.id) {
                wrong(format!("opens.{index}.template"), format!("{} opens itself in the end", template.id));
            }
        }
        found
    }

    fn leads_to(&self, from: &str, to: &str) -> bool {
        let (mut ahead, mut seen) = (vec![from], BTreeSet::new());
        while let Some(id) = ahead.pop() {
            if id == to {
                return true;
            }
            if seen.insert(id) {
                let opened = self.templates.get(id).map(|template| template.opens.iter());
                ahead.extend(opened.into_iter().flatten().map(|opens| opens.template.as_str()));
            }
        }
        false
    }

    /// Every template, by id.
    pub fn templates(&self) -> impl Iterator<Item = &Arc<Template>> {
        self.templates.values()
    }

    /// The template of an id.
    #[must_use]
    pub fn template(&self, id: &str) -> Option<&Arc<Template>> {
        self.templates.get(id)
    }

    /// The form of a template, its own or that of its list as shipped; none where a tick is enough.
    #[must_use]
    pub fn form(&self, template: &Template) -> Option<&Arc<Form>> {
        match &template.checklist {
            Some(list) => crate::checklist::shipped_form(list),
            None => self.forms.get(template.form.as_ref()?),
        }
    }

    /// Every form, by its file below `content/work`.
    pub fn forms(&self) -> impl Iterator<Item = (&str, &Arc<Form>)> {
        self.forms.iter().map(|(name, form)| (name.as_str(), form))
    }

    /// The escalation path of a name.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<&Path> {
        self.paths.get(name)
    }
}

fn fault<T>(file: &str, field: impl Into<String>, detail: impl Into<String>) -> Result<T, TemplateFault> {
    Err(TemplateFault { file: file.to_owned(), field: field.into(), detail: detail.into() })
}

fn typed<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, TemplateFault> {
    let toml = toml::Deserializer::parse(text).map_err(|error| TemplateFault {
        file: file.to_owned(),
        field: String::new(),
        detail: error.message().to_owned(),
    })?;
    serde_path_to_error::deserialize(toml).map_err(|error| TemplateFault {
        file: file.to_owned(),
        field: error.path().to_string(),
        detail: error.inner().message().to_owned(),
    })
}
